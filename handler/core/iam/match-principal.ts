import { sameService } from '#core/aws/service-principal';
import { literalOf, type Text } from '#core/value/text';
import { matchText, sameText } from '#core/value/text-match';
import { and, not, or, type Truth } from '#core/value/truth';
import type { PrincipalElement, PrincipalPattern } from '#core/policy/document';
import { contested, type Evaluation } from './evaluation';
import { noteHoles } from './note-holes';

/**
 * How a statement names the caller. It matters for an `Allow`: naming the session (or everyone) grants by itself, naming the role
 * grants within boundary and session policy, naming the account only lets the account's own policies decide.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export interface PrincipalMatch {
  readonly direct: Truth;
  readonly role: Truth;
  readonly account: Truth;
}

export const NOBODY: PrincipalMatch = { direct: 'no', role: 'no', account: 'no' };
const ANYBODY: PrincipalMatch = { direct: 'yes', role: 'no', account: 'no' };
export const PERHAPS: PrincipalMatch = { direct: 'unknown', role: 'unknown', account: 'unknown' };

export function matchPrincipals(element: PrincipalElement, evaluation: Evaluation): PrincipalMatch {
  const listed = element.principals.reduce(
    (match, pattern) => eitherMatch(match, matchPattern(pattern, evaluation)),
    NOBODY,
  );
  return element.negated ? { ...NOBODY, direct: isLeftOut(listed, evaluation) } : listed;
}

export function eitherMatch(left: PrincipalMatch, right: PrincipalMatch): PrincipalMatch {
  return {
    direct: or(left.direct, right.direct),
    role: or(left.role, right.role),
    account: or(left.account, right.account),
  };
}

/** No better than `truth`. */
export function limitMatch(match: PrincipalMatch, truth: Truth): PrincipalMatch {
  if (truth === 'yes') return match;
  return { direct: and(match.direct, truth), role: and(match.role, truth), account: and(match.account, truth) };
}

/** Named in any way at all. */
export function isNamed(match: PrincipalMatch): Truth {
  return or(match.direct, or(match.role, match.account));
}

function matchPattern(pattern: PrincipalPattern, evaluation: Evaluation): PrincipalMatch {
  const { principal } = evaluation;
  switch (pattern.type) {
    case 'any':
      return ANYBODY;
    case 'AWS':
      return matchAws(pattern.text, evaluation);
    case 'Service':
      return principal.service === undefined
        ? NOBODY
        : direct(matchService(pattern.text, principal.service, evaluation));
    case 'Federated':
      return principal.federated === undefined ? NOBODY : direct(same(pattern.text, principal.federated, evaluation));
    case 'CanonicalUser':
      return matchCanonicalUser(evaluation);
    case 'unknown':
      noteHoles([pattern.text], evaluation);
      return PERHAPS;
  }
}

function direct(truth: Truth): PrincipalMatch {
  return { ...NOBODY, direct: truth };
}

function same(pattern: Text, name: Text | undefined, evaluation: Evaluation): Truth {
  if (name === undefined) return 'no';
  const result = sameText(pattern, name);
  if (result === 'unknown') noteHoles([pattern, name], evaluation);
  return result;
}

function matchAws(text: Text, evaluation: Evaluation): PrincipalMatch {
  const literal = literalOf(text);
  if (literal === '*') return ANYBODY;
  const { principal } = evaluation;
  const isRootUser = principal.kind === 'root';
  const account = or(same(text, principal.account, evaluation), isRoot(text, evaluation));
  const byName = or(same(text, principal.session, evaluation), same(text, principal.user, evaluation));
  const byFederation = same(text, principal.federated, evaluation);
  const everyone: Truth = literal === undefined ? same(text, ['*'], evaluation) : 'no';
  return {
    direct: or(or(byName, byFederation), or(everyone, isRootUser ? account : 'no')),
    role: or(same(text, principal.role, evaluation), issuedBy(text, evaluation)),
    account: isRootUser ? 'no' : account,
  };
}

function isRoot(text: Text, evaluation: Evaluation): Truth {
  const { root } = evaluation.principal;
  if (root === undefined) return 'no';
  const result = matchText(root, text);
  if (result === 'unknown') noteHoles([text, root], evaluation);
  return result;
}

/** A federated user's session belongs to an IAM user, whom the request does not name. */
function issuedBy(text: Text, evaluation: Evaluation): Truth {
  const { principal } = evaluation;
  if (principal.kind !== 'federated' || literalOf(text)?.includes(':user/') !== true) return 'no';
  evaluation.note?.({ kind: 'given-unknown', name: 'user behind the federated session' });
  return 'unknown';
}

/** S3 names accounts by an ID that nothing else shows. */
function matchCanonicalUser(evaluation: Evaluation): PrincipalMatch {
  if (evaluation.principal.account === undefined) return NOBODY;
  evaluation.note?.({ kind: 'account-state-not-read', fact: 'the canonical user ID of the caller’s account' });
  return { ...NOBODY, account: 'unknown' };
}

function matchService(pattern: Text, service: Text, evaluation: Evaluation): Truth {
  const result = sameService(pattern, service);
  if (result !== 'unknown') return result;
  if (literalOf(pattern) === undefined || literalOf(service) === undefined) noteHoles([pattern, service], evaluation);
  else contested(evaluation, 'regional and global names of one service principal');
  return 'unknown';
}

/**
 * `NotPrincipal` spares only who is listed in every form; a permissions boundary makes the list useless. Partial lists are contested.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isLeftOut(listed: PrincipalMatch, evaluation: Evaluation): Truth {
  const { principal, hasBoundary } = evaluation;
  if (hasBoundary === 'yes') return 'yes';
  const spared = and(
    listed.direct,
    and(
      orMissing(listed.role, principal.role),
      orMissing(listed.account, principal.kind === 'root' ? undefined : principal.account),
    ),
  );
  const named = isNamed(listed);
  if (spared === 'no' && named === 'yes')
    return contested(evaluation, 'a `NotPrincipal` list with the caller in some forms only');
  if (hasBoundary === 'no') return spared === 'no' ? not(named) : not(spared);
  evaluation.note?.({ kind: 'account-state-not-read', fact: 'the permissions boundary of the caller' });
  return named === 'no' ? 'yes' : 'unknown';
}

/** A form that this caller does not have needs not be listed. */
function orMissing(listed: Truth, form: Text | undefined): Truth {
  return form === undefined ? 'yes' : listed;
}
