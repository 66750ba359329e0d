import type { AnyFunction, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, splitText, type Text } from '#core/value/text';
import { at } from '#core/value/value';
import type { Evidence, Fault, Need } from '../need';
import { eventSourceMappings } from './event-source-mappings';
import { accountOf, resourceRef } from './role-needs';
import { customerEncryptionOf, encryptedBy, encryptionOf, needOfKey, type Encryptable } from './used-keys';

/** Something that a service hands over, as itself, to a queue or a topic. */
export interface Delivery {
  readonly service: string;
  readonly source: Resource;
  /** What the service sends as `aws:SourceArn`. */
  readonly sourceArn: Text;
  /** The ARN of the queue or topic. */
  readonly target: Text;
  readonly evidence: Evidence;
}

/** The policy of the queue or topic must let the service hand over. */
export function deliveryNeeds(rule: string, deliveries: readonly Delivery[], model: StackModel): readonly Need[] {
  return deliveries.map((delivery) => ({
    rule,
    ...asService(delivery, model),
    action: isTopic(delivery.target) ? 'sns:Publish' : 'sqs:SendMessage',
    resource: resourceRef(delivery.target, model, model.lookup.byArn(delivery.target)?.logicalId),
    context: new Map(),
    evidence: [delivery.evidence],
  }));
}

const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/**
 * The key of an encrypted queue or topic must let the service encrypt: a service has no policies but the key's.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function deliveryKeyNeeds(rule: string, deliveries: readonly Delivery[], model: StackModel): readonly Need[] {
  return deliveries.flatMap((delivery) => {
    const encryption = customerEncryptionOf(encryptable(delivery.target, model), model);
    if (encryption === undefined) return [];
    return KEY_ACTIONS.map((action) => ({
      rule,
      ...asService(delivery, model),
      action,
      ...needOfKey(encryption.key, model),
      context: new Map([[encryptionContext(delivery.target), delivery.target]]),
      evidence: [delivery.evidence, encryptedBy('wired', encryption)] as const,
    }));
  });
}

/**
 * AWS: the policies of AWS managed keys cannot be changed, and let no service encrypt on behalf of another.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function deliveriesToAwsKeys(
  rule: string,
  deliveries: readonly Delivery[],
  model: StackModel,
): readonly Fault[] {
  return deliveries.flatMap(({ service, source, target, evidence }) => {
    const encryption = encryptionOf(encryptable(target, model), model);
    if (encryption?.key.isAwsManaged !== true) return [];
    const { key, name, origin } = encryption;
    const message = `\`${service}\` cannot deliver from \`${source.logicalId}\` to \`${name}\`, because it is encrypted with the AWS managed key \`${key.name}\``;
    const own = model.lookup.byArn(target);
    return [
      {
        rule,
        function: consumerOf(target, model),
        logicalId: source.logicalId,
        message,
        origin: own === undefined ? evidence.origin : origin,
        evidence,
        action: 'kms:GenerateDataKey',
        resource: resourceRef(target, model, own?.logicalId),
      },
    ];
  });
}

function encryptable(target: Text, model: StackModel): Encryptable {
  return {
    arn: target,
    resource: model.lookup.byArn(target),
    setting: ({ properties }) => at(properties, 'KmsMasterKeyId'),
  };
}

function asService(delivery: Delivery, model: StackModel): Pick<Need, 'principal' | 'function'> {
  const { service, source, sourceArn } = delivery;
  return {
    principal: {
      kind: 'service',
      service,
      sourceArn,
      sourceAccount: accountOf(sourceArn, model),
      logicalId: source.logicalId,
    },
    function: consumerOf(delivery.target, model),
  };
}

/** The function that goes without if nothing arrives in the queue. */
function consumerOf(queue: Text, model: StackModel): AnyFunction | undefined {
  const shown = showText(queue);
  return eventSourceMappings(model, 'sqs').find(({ source }) => showText(source) === shown)?.function;
}

function isTopic(arn: Text): boolean {
  return serviceIn(arn) === 'sns';
}

export function serviceIn(arn: Text): string | undefined {
  return literalOf(splitText(arn, ':')[2] ?? []);
}

function encryptionContext(target: Text): string {
  return isTopic(target) ? 'kms:encryptioncontext:aws:sns:topicarn' : 'kms:encryptioncontext:aws:sqs:arn';
}
