import { keyNamed } from '#core/model/buckets-and-keys';
import type { AnyFunction, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, splitText, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Evidence, Fault, Need } from '../need';
import { eventSourceMappings } from './event-source-mappings';
import { accountOf, resourceRef } from './role-needs';

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
    const target = model.lookup.byArn(delivery.target);
    const setting = keySetting(target);
    const name = textOfValue(setting);
    const key = name === undefined ? undefined : keyNamed(name, model.lookup);
    if (target === undefined || setting === undefined || key?.arn === undefined) return [];
    const resource = resourceRef(key.arn, model, key.logicalId);
    const message = `\`${target.logicalId}\` is encrypted with key \`${key.logicalId}\``;
    return KEY_ACTIONS.map((action) => ({
      rule,
      ...asService(delivery, model),
      action,
      resource,
      context: new Map([[encryptionContext(delivery.target), delivery.target]]),
      evidence: [delivery.evidence, { kind: 'wired', message, origin: setting.origin }] as const,
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
    const own = model.lookup.byArn(target);
    const setting = keySetting(own);
    const name = textOfValue(setting);
    if (own === undefined || setting === undefined || name === undefined || !isAwsManaged(name)) return [];
    const message = `\`${service}\` cannot deliver from \`${source.logicalId}\` to \`${own.logicalId}\`, because it is encrypted with the AWS managed key \`${literalOf(name) ?? ''}\``;
    return [
      {
        rule,
        function: consumerOf(target, model),
        logicalId: source.logicalId,
        message,
        origin: setting.origin,
        evidence,
        action: 'kms:GenerateDataKey',
        resource: resourceRef(target, model, own.logicalId),
      },
    ];
  });
}

function keySetting(target: Resource | undefined): Value | undefined {
  return at(target?.properties, 'KmsMasterKeyId');
}

function isAwsManaged(key: Text): boolean {
  return /(^|:)alias\/aws\//.test(literalOf(key) ?? '');
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
