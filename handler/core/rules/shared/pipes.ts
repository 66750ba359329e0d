import type { Resource, Role, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { literalOf, splitText, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Handover } from './handovers';
import { roleAt } from './role-calls';

export interface Pipe {
  readonly resource: Resource;
  readonly role: Role;
  readonly roleOrigin: Origin;
}

export function pipes(model: StackModel): readonly Pipe[] {
  return model.lookup.ofType('AWS::Pipes::Pipe').flatMap((resource) => {
    const role = roleAt(resource.properties, ['RoleArn'], model);
    const roleOrigin = at(resource.properties, 'RoleArn')?.origin;
    return role === undefined || roleOrigin === undefined ? [] : [{ resource, role, roleOrigin }];
  });
}

export type PipeStep = 'Enrichment' | 'Target';

/** What a step of a pipe calls; nothing where the pipe has no such step. */
export function pipeStep(pipe: Pipe, step: PipeStep): readonly Handover[] {
  return sentBy(pipe, at(pipe.resource.properties, step), `has this \`${step}\``);
}

/** Where what could not be processed goes; each kind of source has parameters of its own. */
export function pipeDeadLetters(pipe: Pipe): readonly Handover[] {
  const parameters = at(pipe.resource.properties, 'SourceParameters');
  const kinds = parameters?.kind === 'map' ? [...parameters.entries.values()] : [];
  return kinds.flatMap((kind) => sentBy(pipe, at(kind, 'DeadLetterConfig', 'Arn'), 'sends what failed to this target'));
}

function sentBy({ resource, role }: Pipe, target: Value | undefined, words: string): readonly Handover[] {
  const text = textOfValue(target);
  if (target === undefined || text === undefined) return [];
  const message = `pipe \`${resource.logicalId}\` ${words}`;
  return [{ role, by: 'other-service', target: text, evidence: { kind: 'wired', message, origin: target.origin } }];
}

/** Actions on a source, each with those that do as well. */
export type SourceAction = readonly [string, ...string[]];

const SOURCE_ACTIONS: ReadonlyMap<string, readonly SourceAction[]> = new Map<string, readonly SourceAction[]>([
  ['sqs', [['sqs:ReceiveMessage'], ['sqs:DeleteMessage'], ['sqs:GetQueueAttributes']]],
  ['dynamodb', [['dynamodb:DescribeStream'], ['dynamodb:GetRecords'], ['dynamodb:GetShardIterator']]],
  [
    'kinesis',
    [
      ['kinesis:GetRecords'],
      ['kinesis:GetShardIterator'],
      ['kinesis:ListShards'],
      ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary'],
    ],
  ],
]);

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html */
export function sourceActions(source: Text): readonly SourceAction[] {
  return SOURCE_ACTIONS.get(literalOf(splitText(source, ':')[2] ?? []) ?? '') ?? [];
}
