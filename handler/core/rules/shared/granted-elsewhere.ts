import type { NamedGrant, StackModel } from '#core/model/stack-model';
import { hole, literalOf, textOf, type Text } from '#core/value/text';
import { matchText } from '#core/value/text-match';
import { namedGrantsOf, resourceOfService, type GrantedUse } from './granted-uses';
import { formsOf, type NamedResource } from './resource-forms';

/**
 * What a statement of a role names an action on that is one thing outside of the stack: by its ARN, or by that of what lies in it.
 * Buckets are not among them: `grantedUses` knows them by their ARN alone.
 */
export function grantedElsewhere(action: string, model: StackModel): readonly GrantedUse[] {
  const kind = KINDS.get(action.slice(0, action.indexOf(':')));
  return kind === undefined
    ? []
    : namedGrantsOf(action, model).flatMap((grant) => useOf({ action, kind }, grant, model));
}

interface Kind {
  readonly type: string;
  /** `owner` is the ARN of the thing, `open` what of it the statement leaves open. */
  readonly arn: RegExp;
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['sqs', { type: 'AWS::SQS::Queue', arn: /^(?<owner>arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:[\w.-]+)$/ }],
  ['sns', { type: 'AWS::SNS::Topic', arn: /^(?<owner>arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w.-]+)$/ }],
  [
    'kinesis',
    { type: 'AWS::Kinesis::Stream', arn: /^(?<owner>arn:[a-z-]+:kinesis:[a-z0-9-]+:\d{12}:stream\/[\w.-]+)$/ },
  ],
  [
    'dynamodb',
    {
      type: 'AWS::DynamoDB::Table',
      arn: /^(?<owner>arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+)(?:\/index\/[\w.*-]+)?$/,
    },
  ],
  [
    'secretsmanager',
    {
      type: 'AWS::SecretsManager::Secret',
      arn: /^(?<owner>arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+-(?:[A-Za-z0-9]{6}|(?=\?)))(?<open>\?{6})?$/,
    },
  ],
]);

interface Asked {
  readonly action: string;
  readonly kind: Kind;
}

function useOf({ action, kind }: Asked, grant: NamedGrant, model: StackModel): readonly GrantedUse[] {
  const { text } = grant.resource;
  const [service = ''] = action.split(':');
  const named = ownerIn(text, kind);
  if (named === undefined || resourceOfService(service, text, model) !== undefined) return [];
  const resource: NamedResource = { type: kind.type, arn: named, logicalId: undefined };
  const arn = formsOf(action, resource).find((form) => matchText(text, form) !== 'no');
  return arn === undefined ? [] : [{ grant, action, resource, arn, isEffective: true, isDoubtful: false }];
}

function ownerIn(text: Text, { arn }: Kind): Text | undefined {
  const groups = arn.exec(literalOf(text) ?? '')?.groups;
  const owner = groups?.['owner'];
  if (owner === undefined) return undefined;
  // AWS: the last characters of the ARN of a secret are made up, and policies have question marks for them.
  const isOpen = groups?.['open'] !== undefined;
  return isOpen ? textOf(owner, hole(`suffix of ${owner}`, { kind: 'any-object', of: owner }, SUFFIX)) : textOf(owner);
}
const SUFFIX = { without: '', minLength: 6, maxLength: 6, only: 'alphanumeric' } as const;
