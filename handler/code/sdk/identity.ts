import type { Expression, RecordExpression } from '../expression';
import type { Follower } from '../follow/follower';
import { OWN_IDENTITY, type Identity } from '../follow/thing';

const CREDENTIALS = new Set([
  'aws_access_key_id',
  'aws_session_token',
  'botocore_session',
  'profile_name',
  'accessKeyId',
  'sessionToken',
  'credentials',
  'credentialProvider',
]);
const REGION = new Set(['region', 'region_name']);
const OWN_REGION = new Set(['AWS_REGION', 'AWS_DEFAULT_REGION']);

/** In whose name and where a client calls, by what it is made with. */
export function identityOf(
  { entries, spreads }: RecordExpression,
  follower: Follower,
  around: Identity = OWN_IDENTITY,
): Identity {
  const keys = entries.map(({ key, value }) => ({ key: follower.literalOf(key) ?? '', value }));
  const region = keys.find(({ key }) => REGION.has(key));
  return {
    isForeign: around.isForeign || spreads.length > 0 || keys.some(({ key }) => CREDENTIALS.has(key)),
    isElsewhere: region === undefined ? around.isElsewhere : !isOwnRegion(region.value, follower),
  };
}

function isOwnRegion(region: Expression, follower: Follower): boolean {
  const text = follower.textOf(region);
  const [first, ...more] = text ?? [];
  return first !== undefined && typeof first !== 'string' && more.length === 0 && OWN_REGION.has(first.variable);
}
