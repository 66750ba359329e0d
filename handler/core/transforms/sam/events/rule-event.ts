import type { TemplateNode } from '#core/template/node';
import { draftNode, getAtt, ref, type Draft, type DraftMap } from '../../draft';
import { at, entryOf, givenOf, isFalse, isPresent, isTrue, stringOf } from '../../node-reading';
import { define, report, type Workspace } from '../workspace';
import { permit, type FunctionEvent } from './event';

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

export interface RuleEvent {
  readonly workspace: Workspace;
  readonly id: string;
  readonly node: TemplateNode;
  readonly properties: TemplateNode;
  readonly shared: DraftMap;
}
export interface RuleParts {
  readonly rule: DraftMap;
  readonly target: DraftMap;
  /** Ends the id of the target. */
  readonly suffix: string;
}

export function defineRule(event: RuleEvent, { rule, target, suffix }: RuleParts): void {
  const { workspace, id, node, properties, shared } = event;
  const deadLetters = deadLetterQueue(event, getAtt(id, 'Arn'));
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

/**
 * The queue's ARN for failed deliveries. AWS: SAM lets EventBridge write to the queue only where it makes the queue itself;
 * a queue given by `Arn` needs a policy of its own.
 */
function deadLetterQueue({ workspace, id, node, properties, shared }: RuleEvent, ruleArn: Draft): Draft | undefined {
  const config = given(properties, 'DeadLetterConfig');
  if (config === undefined) return undefined;
  const arn = entryOf(config, 'Arn');
  if (arn !== undefined) return arn;
  if (stringOf(entryOf(config, 'Type')) !== 'SQS') {
    report(workspace, config, '`DeadLetterConfig` wants `Arn`, or `Type: SQS`');
    return undefined;
  }
  const queueId = stringOf(entryOf(config, 'QueueLogicalId')) ?? `${id}Queue`;
  define(workspace, queueId, { type: 'AWS::SQS::Queue', at: config, attributes: shared, properties: {} });
  const statement = {
    Action: 'sqs:SendMessage',
    Effect: 'Allow',
    Principal: { Service: PRINCIPAL },
    Resource: getAtt(queueId, 'Arn'),
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
  };
  define(workspace, `${id}QueuePolicy`, {
    type: 'AWS::SQS::QueuePolicy',
    at: isPresent(config) ? config : node,
    attributes: shared,
    properties: {
      PolicyDocument: draftNode({ Version: '2012-10-17', Statement: [statement] }, config),
      Queues: [ref(queueId)],
    },
  });
  return getAtt(queueId, 'Arn');
}
