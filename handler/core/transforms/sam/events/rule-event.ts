import type { TemplateNode } from '#core/template/node';
import { draftNode, getAtt, ref, type Draft, type DraftMap } from '../../draft';
import { at, entryOf, givenOf, isFalse, isPresent, isTrue } from '../../node-reading';
import { define } from '../workspace';
import { deadLetterQueue } from './dead-letter-queue';
import { permit, type FunctionEvent, type RuleEvent } from './event';

const PRINCIPAL = 'events.amazonaws.com';
const TARGET_ID_LENGTH = 64;

/** An EventBridge rule on a schedule, with the permission it takes. */
export function schedule(event: FunctionEvent): void {
  const { properties } = event;
  functionRule(event, {
    ScheduleExpression: entryOf(properties, 'Schedule'),
    Name: given(properties, 'Name'),
    Description: given(properties, 'Description'),
  });
}

/** An EventBridge rule on a pattern, with the permission it takes. */
export function eventBridgeRule(event: FunctionEvent): void {
  functionRule(event, patternOf(event.properties));
}

export function patternOf(properties: TemplateNode): DraftMap {
  return {
    EventBusName: given(properties, 'EventBusName'),
    EventPattern: given(properties, 'Pattern'),
    Name: given(properties, 'RuleName'),
  };
}

function functionRule(event: FunctionEvent, rule: DraftMap): void {
  const { target } = event;
  defineRule({ ...event, shared: target.shared }, { rule, target: { Arn: target.arn }, suffix: 'LambdaTarget' });
  permit(event, { principal: PRINCIPAL, sourceArn: getAtt(event.id, 'Arn') });
}

export interface RuleParts {
  readonly rule: DraftMap;
  readonly target: DraftMap;
  /** Ends the id of the target. */
  readonly suffix: string;
}

export function defineRule(event: RuleEvent, { rule, target, suffix }: RuleParts): void {
  const { workspace, id, node, properties, shared } = event;
  const deadLetters = queueForRule(event, getAtt(id, 'Arn'));
  define(workspace, id, {
    type: 'AWS::Events::Rule',
    at: node,
    attributes: shared,
    properties: {
      ...rule,
      State: stateOf(properties),
      Targets: [
        {
          ...target,
          Id: at(properties, 'Target', 'Id') ?? `${id.slice(0, TARGET_ID_LENGTH - suffix.length)}${suffix}`,
          Input: given(properties, 'Input'),
          InputPath: given(properties, 'InputPath'),
          InputTransformer: given(properties, 'InputTransformer'),
          RetryPolicy: given(properties, 'RetryPolicy'),
          DeadLetterConfig: deadLetters === undefined ? undefined : { Arn: deadLetters },
        },
      ],
    },
  });
}

function stateOf(properties: TemplateNode): Draft | undefined {
  const enabled = entryOf(properties, 'Enabled');
  if (isTrue(enabled)) return 'ENABLED';
  if (isFalse(enabled)) return 'DISABLED';
  return given(properties, 'State');
}

function given(properties: TemplateNode, name: string): TemplateNode | undefined {
  return givenOf(entryOf(properties, name));
}

/** AWS: SAM lets EventBridge write to the queue only where it makes the queue itself; a queue given by `Arn` needs a policy of its own. */
function queueForRule(event: RuleEvent, ruleArn: Draft): Draft | undefined {
  const queue = deadLetterQueue(event);
  if (queue?.made === undefined) return queue?.arn;
  const { queueId, config } = queue.made;
  const statement = {
    Action: 'sqs:SendMessage',
    Effect: 'Allow',
    Principal: { Service: PRINCIPAL },
    Resource: queue.arn,
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
  };
  define(event.workspace, `${event.id}QueuePolicy`, {
    type: 'AWS::SQS::QueuePolicy',
    at: isPresent(config) ? config : event.node,
    attributes: event.shared,
    properties: {
      PolicyDocument: draftNode({ Version: '2012-10-17', Statement: [statement] }, config),
      Queues: [ref(queueId)],
    },
  });
  return queue.arn;
}
