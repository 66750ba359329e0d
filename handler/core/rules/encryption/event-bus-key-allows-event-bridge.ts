import type { Resource, StackModel } from '#core/model/stack-model';
import { at } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { customerKeyAt, needOfKey } from '../shared/used-keys';

const id = 'event-bus-key-allows-event-bridge';

const ACTIONS = ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt'];

export const eventBusKeyAllowsEventBridge = defineRule({
  id,
  family: 'encryption',
  catalogue: ['M-EB-CMK'],
  title: 'The key of an event bus lets EventBridge use it',
  why: 'EventBridge encrypts and decrypts the events of the bus as events.amazonaws.com, so the key policy must name that service.',
  fix: 'Let the key policy allow kms:DescribeKey, kms:GenerateDataKey and kms:Decrypt to events.amazonaws.com.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html'],
  needs: (model) => model.lookup.ofType('AWS::Events::EventBus').flatMap((bus) => keyNeeds(bus, model)),
});

function keyNeeds(bus: Resource, model: StackModel): readonly Need[] {
  const setting = at(bus.properties, 'KmsKeyIdentifier');
  const key = customerKeyAt(setting, model);
  const { arn } = bus;
  if (setting === undefined || key === undefined || arn === undefined) return [];
  const message = `bus \`${bus.logicalId}\` is encrypted with key \`${key.name}\``;
  return ACTIONS.map((action) => ({
    rule: id,
    principal: {
      kind: 'service',
      service: 'events.amazonaws.com',
      sourceArn: arn,
      sourceAccount: model.place.account,
      logicalId: bus.logicalId,
    },
    action,
    ...needOfKey(key, model),
    context: new Map([['kms:encryptioncontext:aws:events:event-bus:arn', arn]]),
    evidence: [{ kind: 'wired', message, origin: setting.origin }],
    function: undefined,
  }));
}
