import { sameText } from '#core/value/text-match';
import { uniqueReasons, type UnknownReason } from '#core/value/unknown-reason';
import type { Decision, LayerResult, Outcome } from './decision';
import { principalForms } from './principal-forms';
import type { AccessRequest, LayerName } from './request';

/**
 * Through an access point both it and the bucket behind it must permit.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function throughAccessPoint(point: Decision, bucket: Decision, asked: AccessRequest): Decision {
  const layers = [...point.layers, ...bucket.layers.filter(({ layer }) => layer === 'resource').map(asBucket)];
  if (isContested(point, bucket, asked)) return { ...OPEN, layers, unknowns: [DELEGATION] };
  const strength = Math.max(STRENGTH[point.outcome], STRENGTH[bucket.outcome]);
  if (strength === STRENGTH.unknown)
    return { ...OPEN, layers, unknowns: uniqueReasons([...point.unknowns, ...bucket.unknowns]) };
  if (strength === STRENGTH[point.outcome]) return { ...point, layers };
  return { ...bucket, layers, decidedBy: nameOf(bucket.decidedBy) };
}

/** What says no goes before what is not known, and that before a yes. */
const STRENGTH: Readonly<Record<Outcome, number>> = {
  'explicit-deny': 3,
  'implicit-deny': 2,
  unknown: 1,
  allow: 0,
};

const OPEN = { outcome: 'unknown', decidedBy: undefined, closest: undefined } as const;

const DELEGATION: UnknownReason = {
  kind: 'contested',
  point: 'a bucket that neither denies nor delegates to its access point, for a caller of its own account',
};

/** AWS: the guide asks the bucket for an allow even within one account, where the identity policy is enough elsewhere. */
function isContested(point: Decision, bucket: Decision, { principal, resourceAccount }: AccessRequest): boolean {
  if (point.outcome !== 'allow' || bucket.outcome !== 'implicit-deny' || bucket.decidedBy !== 'identity') return false;
  const { account } = principalForms(principal);
  return account !== undefined && sameText(account, resourceAccount) !== 'no';
}

function asBucket(result: LayerResult): LayerResult {
  return { ...result, layer: 'bucket' };
}

function nameOf(layer: LayerName | undefined): LayerName | undefined {
  return layer === 'resource' ? 'bucket' : layer;
}
