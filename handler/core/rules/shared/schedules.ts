import type { Resource, Role, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { literalOf, showText, textOf, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Handover } from './handovers';
import { valueOfJsonText } from './json-text';
import { roleAt } from './role-calls';
import { queueArn } from './target-access';

export interface Schedule {
  readonly resource: Resource;
  readonly role: Role;
  readonly roleOrigin: Origin;
  /** AWS: what Scheduler sends as `aws:SourceArn` when it assumes the role is the group, not the schedule. */
  readonly groupArn: Text;
}

export function schedules(model: StackModel): readonly Schedule[] {
  return model.lookup.ofType('AWS::Scheduler::Schedule').flatMap((resource) => {
    const role = roleAt(resource.properties, ['Target', 'RoleArn'], model);
    const roleOrigin = at(resource.properties, 'Target', 'RoleArn')?.origin;
    if (role === undefined || roleOrigin === undefined) return [];
    const group = textOfValue(at(resource.properties, 'GroupName')) ?? textOf('default');
    const { partition, region, account } = model.place;
    const groupArn = textOf('arn:', partition, ':scheduler:', region, ':', account, ':schedule-group/', group);
    return [{ resource, role, roleOrigin, groupArn }];
  });
}

/** What a schedule calls, and where it sends what it could not deliver. */
export function scheduleHandovers({ resource, role }: Schedule, model: StackModel): readonly Handover[] {
  const target = at(resource.properties, 'Target');
  const arn = at(target, 'Arn');
  const text = textOfValue(arn);
  const queue = at(target, 'DeadLetterConfig', 'Arn');
  const queueText = textOfValue(queue);
  const called = text === undefined ? undefined : (calledByTheSdk(text, target, model) ?? text);
  const handover = (to: Text, origin: Origin, words: string): Handover => ({
    role,
    by: 'other-service',
    target: to,
    evidence: { kind: 'wired', message: `schedule \`${resource.logicalId}\` ${words}`, origin },
  });
  return [
    ...(arn === undefined || called === undefined ? [] : [handover(called, arn.origin, 'calls this target')]),
    ...(queue === undefined || queueText === undefined
      ? []
      : [handover(queueText, queue.origin, 'sends what failed to this queue')]),
  ];
}

/** Calls of the SDK name their target in the input, by operation. */
const NAMED_IN_INPUT: ReadonlyMap<string, string> = new Map([
  ['lambda:invoke', 'FunctionName'],
  ['sqs:sendMessage', 'QueueUrl'],
  ['sns:publish', 'TopicArn'],
  ['sfn:startExecution', 'StateMachineArn'],
]);
const SDK = ':scheduler:::aws-sdk:';

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
function calledByTheSdk(arn: Text, target: Value | undefined, model: StackModel): Text | undefined {
  const shown = showText(arn);
  const start = shown.indexOf(SDK);
  if (start < 0) return undefined;
  const setting = NAMED_IN_INPUT.get(shown.slice(start + SDK.length));
  const input = at(target, 'Input');
  const text = textOfValue(input);
  if (setting === undefined || input === undefined || text === undefined) return undefined;
  const named = textOfValue(at(valueOfJsonText(text, input.origin), setting));
  if (named === undefined) return undefined;
  if (setting === 'QueueUrl') return queueArn(named, model);
  return setting === 'FunctionName' && literalOf(named)?.includes(':') === false
    ? textOf(
        'arn:',
        model.place.partition,
        ':lambda:',
        model.place.region,
        ':',
        model.place.account,
        ':function:',
        named,
      )
    : named;
}
