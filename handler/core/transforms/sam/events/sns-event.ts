import type { TemplateNode } from '#core/template/node';
import { draftNode, getAtt, ref, type Draft } from '../../draft';
import { at, entryOf, givenOf, isPresent, isTrue, resourceNamedBy, stringOf } from '../../node-reading';
import { addAwsPolicy } from '../role';
import { define, report, withParameters } from '../workspace';
import { permit, type FunctionEvent } from './event';

/**
 * A subscription of the function with its permission, or of a queue that the function polls.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sns.html
 */
export function snsEvent(event: FunctionEvent): void {
  const { properties, target } = event;
  const queue = entryOf(properties, 'SqsSubscription');
  if (!isPresent(queue)) {
    permit(event, { principal: 'sns.amazonaws.com', sourceArn: entryOf(properties, 'Topic') });
    subscribe(event, 'lambda', target.arn);
    return;
  }
  if (isTrue(queue)) throughOwnQueue(event, queue);
  else throughGivenQueue(event, queue);
}

function subscribe(
  { workspace, id, node, properties, target }: FunctionEvent,
  protocol: string,
  endpoint: Draft,
): void {
  define(workspace, id, {
    type: 'AWS::SNS::Subscription',
    at: node,
    attributes: target.shared,
    properties: {
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: entryOf(properties, 'Topic'),
      Region: givenOf(entryOf(properties, 'Region')),
      FilterPolicy: givenOf(entryOf(properties, 'FilterPolicy')),
      FilterPolicyScope: givenOf(entryOf(properties, 'FilterPolicyScope')),
      RedrivePolicy: givenOf(entryOf(properties, 'RedrivePolicy')),
    },
  });
}

function throughOwnQueue(event: FunctionEvent, subscription: TemplateNode): void {
  const { workspace, id, target } = event;
  const queueId = `${id}Queue`;
  define(workspace, queueId, {
    type: 'AWS::SQS::Queue',
    at: subscription,
    attributes: target.shared,
    properties: { FifoQueue: isFifoTopic(event) ? true : undefined },
  });
  connect(event, {
    arn: getAtt(queueId, 'Arn'),
    url: ref(queueId),
    at: subscription,
    policyId: `${id}QueuePolicy`,
    batchSize: 10,
  });
}

function isFifoTopic({ workspace, properties }: FunctionEvent): boolean {
  const topic = resourceNamedBy(entryOf(properties, 'Topic'));
  const fifo = topic === undefined ? undefined : at(workspace.written.get(topic), 'Properties', 'FifoTopic');
  return fifo !== undefined && stringOf(withParameters(workspace, fifo)) === 'true';
}

function throughGivenQueue(event: FunctionEvent, subscription: TemplateNode): void {
  const [arn, url] = [entryOf(subscription, 'QueueArn'), entryOf(subscription, 'QueueUrl')];
  if (!isPresent(arn) || !isPresent(url)) {
    report(event.workspace, subscription, '`SqsSubscription` wants `QueueArn` and `QueueUrl`, or `true`');
    return;
  }
  const size = entryOf(subscription, 'BatchSize');
  connect(event, {
    arn,
    url,
    at: subscription,
    policyId: stringOf(entryOf(subscription, 'QueuePolicyLogicalId')) ?? `${event.id}QueuePolicy`,
    batchSize: isPresent(size) ? size : 10,
  });
}

interface SubscribedQueue {
  readonly arn: Draft;
  readonly url: Draft;
  readonly at: TemplateNode;
  readonly policyId: string;
  readonly batchSize: Draft;
}

/** Topic to queue to function: queue policy, subscription, mapping, and the polling policy on the function's role. */
function connect(event: FunctionEvent, queue: SubscribedQueue): void {
  const { workspace, id, properties, target, role } = event;
  const statement = {
    Action: 'sqs:SendMessage',
    Effect: 'Allow',
    Principal: '*',
    Resource: queue.arn,
    Condition: { ArnEquals: { 'aws:SourceArn': entryOf(properties, 'Topic') } },
  };
  define(workspace, queue.policyId, {
    type: 'AWS::SQS::QueuePolicy',
    at: queue.at,
    attributes: target.shared,
    properties: {
      PolicyDocument: draftNode({ Version: '2012-10-17', Statement: [statement] }, queue.at),
      Queues: [queue.url],
    },
  });
  subscribe(event, 'sqs', queue.arn);
  define(workspace, `${id}EventSourceMapping`, {
    type: 'AWS::Lambda::EventSourceMapping',
    at: queue.at,
    attributes: target.shared,
    properties: { FunctionName: target.name, EventSourceArn: queue.arn, BatchSize: queue.batchSize, Enabled: true },
  });
  addAwsPolicy(workspace, role, { path: 'service-role/AWSLambdaSQSQueueExecutionRole', at: queue.at });
}
