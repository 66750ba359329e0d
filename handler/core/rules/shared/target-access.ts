import { functionTarget } from '#core/model/functions';
import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import { literalOf, showText, splitText, textOf, type Text } from '#core/value/text';
import type { ResourceRef } from '../need';
import { resourceRef } from './role-needs';

/** What must be allowed to whoever hands something over to a target. */
export interface TargetAccess {
  readonly action: string;
  readonly orActions?: readonly string[];
  readonly resource: ResourceRef;
  readonly function: LambdaFunction | undefined;
}
type TargetService = 'lambda' | 'sqs' | 'sns' | 'states' | 'events' | 'kinesis' | 'firehose';

interface Delivery {
  readonly service: TargetService;
  readonly action: string;
  readonly orActions?: readonly string[];
  /** How the last part of the ARN begins; other resources of the service are no targets. */
  readonly kind?: string;
}

const DELIVERIES: readonly Delivery[] = [
  { service: 'lambda', action: 'lambda:InvokeFunction' },
  { service: 'sqs', action: 'sqs:SendMessage' },
  { service: 'sns', action: 'sns:Publish' },
  { service: 'states', action: 'states:StartExecution', kind: 'stateMachine' },
  { service: 'events', action: 'events:PutEvents', kind: 'event-bus/' },
  { service: 'events', action: 'events:InvokeApiDestination', kind: 'api-destination/' },
  // Whether records go one at a time or in batches is the service's choice.
  { service: 'kinesis', action: 'kinesis:PutRecord', orActions: ['kinesis:PutRecords'] },
  { service: 'firehose', action: 'firehose:PutRecord', orActions: ['firehose:PutRecordBatch'] },
];

/** Undefined for targets of services that are not looked into. */
export function accessToTarget(arn: Text, model: StackModel): TargetAccess | undefined {
  const [, , service = [], , , kind = []] = splitText(arn, ':');
  const delivery = DELIVERIES.find(
    (each) => each.service === literalOf(service) && showText(kind).startsWith(each.kind ?? ''),
  );
  if (delivery === undefined) return undefined;
  const { action, orActions } = delivery;
  const target = delivery.service === 'lambda' ? functionTarget(arn, model.names) : undefined;
  const logicalId = target === undefined ? model.lookup.byArn(arn)?.logicalId : target.logicalId;
  return {
    action,
    ...(orActions === undefined ? {} : { orActions }),
    resource: resourceRef(arn, model, logicalId),
    function: target?.function,
  };
}

/** The ARN of a queue that is named by its URL. */
export function queueArn(url: Text, model: StackModel): Text | undefined {
  const own = model.lookup.byRef(url, 'AWS::SQS::Queue')?.arn;
  if (own !== undefined) return own;
  const [, , host = [], account, name] = splitText(url, '/');
  const [service = [], region] = splitText(host, '.');
  if (literalOf(service) !== 'sqs' || region === undefined || account === undefined || name === undefined)
    return undefined;
  return textOf('arn:', model.place.partition, ':sqs:', region, ':', account, ':', name);
}
