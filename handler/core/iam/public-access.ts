import { sameText } from '#core/value/text-match';
import { and, not, or, some, type Truth } from '#core/value/truth';
import type { StatementRef } from './decision';
import type { LayerAnswer } from './evaluate-layer';
import type { Evaluation } from './evaluation';
import { isPublicPolicy, isPublicStatement } from './public-policy';
import type { AccessRequest, PolicyLayer, PolicyLayers } from './request';

/**
 * AWS: `RestrictPublicBuckets` takes a public policy from everyone but services and the bucket's own account, with all
 * that it grants to single accounts, too. Undefined where it does not reach the request.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function publicAccessAnswer(
  { restrictsPublicBuckets = 'no', resource }: PolicyLayers,
  { resourceAccount }: AccessRequest,
  { action, principal }: Evaluation,
): LayerAnswer | undefined {
  if (!action.startsWith('s3:') || resource === undefined || principal.kind === 'service') return undefined;
  const isOutside = principal.account === undefined ? 'yes' : not(sameText(principal.account, resourceAccount));
  const isShut = and(restrictsPublicBuckets, and(isOutside, isPublic(resource)));
  if (isShut === 'no') return undefined;
  return { denies: 'no', allows: not(isShut), because: publicStatements(resource) };
}

function isPublic({ policies, unknowns }: PolicyLayer): Truth {
  return or(some(policies, isPublicPolicy), unknowns.length > 0 ? 'unknown' : 'no');
}

function publicStatements({ policies }: PolicyLayer): readonly StatementRef[] {
  return policies.flatMap((policy) =>
    policy.statements
      .map((statement) => ({ policy, statement, applies: isPublicStatement(statement) }))
      .filter(({ applies }) => applies !== 'no'),
  );
}
