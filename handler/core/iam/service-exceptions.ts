import { matchText } from '#core/value/text-match';
import type { Truth } from '#core/value/truth';
import type { Evaluation } from './evaluation';

/**
 * Actions that ask the trust policy of a role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_compare-resource-policies.html
 */
const TRUST_ACTIONS: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
]);

export function asksTrustPolicy({ action }: Evaluation): boolean {
  return TRUST_ACTIONS.has(action);
}

/** Callers who show a token of an identity provider have no policies of their own: the trust policy alone decides. */
export function isFederatedAssumption({ action }: Evaluation): boolean {
  return action === 'sts:assumerolewithsaml' || action === 'sts:assumerolewithwebidentity';
}

/** AWS: this works even where a policy denies it. */
export function needsNoPermission({ action }: Evaluation): boolean {
  return action === 'sts:getcalleridentity';
}

/**
 * Trust policies and key policies must allow, even within one account; other resource policies may.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function mustResourceAllow(evaluation: Evaluation): Truth {
  if (asksTrustPolicy(evaluation)) return 'yes';
  if (!evaluation.action.startsWith('kms:') || evaluation.hasNoResource) return 'no';
  const rest = evaluation.resource.parts[5];
  return rest === undefined || evaluation.resource.mayHideColons ? 'unknown' : matchText(KEY, rest);
}

const KEY = ['key/*'];
const SERVICE_LINKED = ['arn:*:role/aws-service-role/*'];

/** AWS: neither SCPs nor RCPs reach the roles that services create for themselves. */
export function isServiceLinked({ principal }: Evaluation): Truth {
  return principal.role === undefined ? 'no' : matchText(SERVICE_LINKED, principal.role);
}
