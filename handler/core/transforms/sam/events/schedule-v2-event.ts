import type { TemplateNode } from '#core/template/node';
import { draftNode, getAtt, type Draft, type DraftMap } from '../../draft';
import { entryOf, givenOf, isPresent, isTrue } from '../../node-reading';
import { destinationPolicy, type DestinationKind } from '../destination-policies';
import { defineRole, trustOf, type RoleDraft } from '../role';
import { define } from '../workspace';
import { deadLetterQueue } from './dead-letter-queue';
import type { FunctionEvent, RuleEvent } from './event';

const PASSED_ON = 'Description StartDate EndDate ScheduleExpressionTimezone GroupName KmsKeyArn State'.split(' ');

/** An EventBridge Scheduler schedule with the role by which the scheduler invokes the function. */
export function functionSchedule(event: FunctionEvent): void {
  expandSchedule({ ...event, shared: event.target.shared }, { kind: 'Lambda', arn: event.target.arn });
}

interface ScheduleTarget {
  readonly kind: DestinationKind;
  readonly arn: Draft;
}

/** AWS: there is no permission on the function; the schedule's role is what counts. With `RoleArn` given nothing is added to it. */
export function expandSchedule(event: RuleEvent, target: ScheduleTarget): void {
  const { workspace, id, node, properties, shared } = event;
  const deadLetters = deadLettersOf(event);
  const given = entryOf(properties, 'RoleArn');
  const name = isTrue(entryOf(properties, 'OmitName')) ? undefined : (presentOf(properties, 'Name') ?? id);
  define(workspace, id, {
    type: 'AWS::Scheduler::Schedule',
    at: node,
    attributes: shared,
    properties: {
      ...passedOn(properties),
      ScheduleExpression: entryOf(properties, 'ScheduleExpression'),
      Name: name,
      FlexibleTimeWindow: presentOf(properties, 'FlexibleTimeWindow') ?? { Mode: 'OFF' },
      Target: {
        Arn: target.arn,
        RoleArn: isPresent(given) ? given : getAtt(`${id}Role`, 'Arn'),
        Input: givenOf(entryOf(properties, 'Input')),
        RetryPolicy: givenOf(entryOf(properties, 'RetryPolicy')),
        DeadLetterConfig: deadLetters === undefined ? undefined : { Arn: deadLetters },
      },
    },
  });
  if (!isPresent(given)) scheduleRole(event, target, deadLetters);
}

function scheduleRole(
  { workspace, id, node, properties, shared }: RuleEvent,
  target: ScheduleTarget,
  deadLetters: Draft | undefined,
): void {
  const role: RoleDraft = {
    logicalId: `${id}Role`,
    trust: trustOf('scheduler.amazonaws.com'),
    managed: [],
    inline: [destinationPolicy(target.kind, { prefix: id, at: node, arn: target.arn })],
  };
  if (deadLetters !== undefined) {
    const config = entryOf(properties, 'DeadLetterConfig') ?? node;
    role.inline.push(destinationPolicy('SQS', { prefix: id, at: config, arn: deadLetters }));
  }
  defineRole(workspace, role, { at: node, attributes: shared, boundary: presentOf(properties, 'PermissionsBoundary') });
}

function passedOn(properties: TemplateNode): DraftMap {
  return Object.fromEntries(PASSED_ON.map((name) => [name, presentOf(properties, name)]));
}

function presentOf(properties: TemplateNode, name: string): TemplateNode | undefined {
  const value = entryOf(properties, name);
  return isPresent(value) ? value : undefined;
}

function deadLettersOf(event: RuleEvent): Draft | undefined {
  const queue = deadLetterQueue(event);
  return queue?.made === undefined ? queue?.arn : draftNode(queue.arn, queue.made.config);
}
