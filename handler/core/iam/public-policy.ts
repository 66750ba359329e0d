import type { Condition, PolicyDocument, PrincipalPattern, Statement } from '#core/policy/document';
import { parseOperator, type Comparison } from '#core/policy/condition-operator';
import { holesOf, literalOf, mayContain, type Hole, type Text } from '#core/value/text';
import { sameText } from '#core/value/text-match';
import { and, every, not, or, some, truthOf, type Truth } from '#core/value/truth';
import type { UnknownReason } from '#core/value/unknown-reason';
import { isReason } from './context-value';
import { parseIpRange } from './ip-range';

/**
 * Whether S3 takes a bucket policy for public: one of its statements allows more than fixed callers or sources.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicPolicy({ statements, unknowns }: PolicyDocument): Truth {
  return or(some(statements, isPublicStatement), unknowns.length > 0 ? 'unknown' : 'no');
}

export function isPublicStatement({ effect, principals, conditions, unknowns }: Statement): Truth {
  if (effect === 'Deny') return 'no';
  if (principals === undefined) return unknowns.length > 0 ? 'unknown' : 'no';
  const isWide = principals.negated ? 'yes' : some(principals.principals, isEverybody);
  const isOpen = and(isWide, not(some(conditions, limitsToFixed)));
  const isReadable = effect === 'Allow' && unknowns.length === 0;
  return isReadable ? isOpen : and(isOpen, 'unknown');
}

function isEverybody({ type, text }: PrincipalPattern): Truth {
  if (type === 'any') return 'yes';
  if (type === 'unknown') return 'unknown';
  return type === 'AWS' ? sameText(text, ['*']) : 'no';
}

/** Keys of which one fixed value makes a statement not public. */
const LIMITING: ReadonlySet<string> = new Set([
  ...['aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:userid'],
  ...['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceowner', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:sourceip'],
  ...['s3:dataaccesspointarn', 's3:dataaccesspointaccount', 's3:x-amz-server-side-encryption-aws-kms-key-id'],
]);

const COMPARED: ReadonlySet<Comparison> = new Set(['string-equals', 'string-like', 'arn', 'ip']);

function limitsToFixed({ operator, key, values }: Condition): Truth {
  const name = key.toLowerCase();
  const parsed = parseOperator(operator);
  if (parsed === undefined || !LIMITING.has(name) || parsed.negated || !COMPARED.has(parsed.comparison)) return 'no';
  const fixed = isReason(values) ? 'unknown' : every(values, (value) => isFixed(name, value));
  // AWS: what becomes of a policy that also lets pass where the key is missing is not documented.
  const maySkip = parsed.ifExists || parsed.set === 'for-all-values';
  return maySkip ? and(fixed, 'unknown') : fixed;
}

function isFixed(key: string, value: Text): Truth {
  const literal = literalOf(value);
  if (key === 's3:dataaccesspointarn') return literal === undefined ? 'unknown' : isFixedText(accountIn(literal));
  if (key === 'aws:sourceip' && literal !== undefined) return truthOf(isNarrow(literal));
  return every(value, (part) => (typeof part === 'string' ? isFixedText(part) : truthOfFixedHole(part)));
}

function isFixedText(text: string): Truth {
  return truthOf(!/[*?]|\$\{/.test(text));
}

function truthOfFixedHole(part: Hole): Truth {
  return mayContain(part.shape, '*') ? 'unknown' : 'yes';
}

/** AWS: the name of the access point may be a wildcard, as long as its account is fixed. */
function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '*';
}

/** AWS: wider ranges than these count as public. */
const WIDEST = { 32: 8, 128: 32 } as const;

function isNarrow(range: string): boolean {
  const parsed = parseIpRange(range);
  return parsed !== undefined && parsed.prefix >= WIDEST[parsed.bits];
}

/** What is open where it cannot be told whether the policy is public. */
export function reasonsOfBeingPublic({ statements, unknowns }: PolicyDocument): readonly UnknownReason[] {
  const open = statements.filter((statement) => isPublicStatement(statement) === 'unknown');
  return [...unknowns, ...open.flatMap(reasonsOfStatement)];
}

function reasonsOfStatement({ principals, conditions, unknowns }: Statement): readonly UnknownReason[] {
  const named = (principals?.principals ?? []).flatMap(({ text }) => reasonsIn(text));
  return [...unknowns, ...named, ...conditions.flatMap(reasonsOfCondition)];
}

function reasonsOfCondition(condition: Condition): readonly UnknownReason[] {
  if (limitsToFixed(condition) !== 'unknown') return [];
  const { values, operator } = condition;
  if (isReason(values)) return [values];
  const holes = values.flatMap(reasonsIn);
  return holes.length > 0 ? holes : [{ kind: 'contested', point: `\`${operator}\` in a policy that may be public` }];
}

function reasonsIn(text: Text): readonly UnknownReason[] {
  return holesOf(text).map(({ reason }) => reason);
}
