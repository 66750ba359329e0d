import { and, or, type Truth } from '#core/value/truth';
import type { StatementRef } from './decision';
import type { Evaluation } from './evaluation';
import { eitherMatch, isNamed, limitMatch, NOBODY, PERHAPS, type PrincipalMatch } from './match-principal';
import { matchStatement, matchWho } from './match-statement';
import { preparedStatements, type PreparedStatement } from './prepared-policy';
import type { OrganizationLevel, PolicyLayer } from './request';

/** What the policies of one layer say together. */
export interface LayerAnswer {
  readonly denies: Truth;
  readonly allows: Truth;
  readonly because: readonly StatementRef[];
}

/** What a resource policy says; to whom it gives decides what else must allow. */
export interface ResourceAnswer extends LayerAnswer {
  readonly grants: PrincipalMatch;
  /** A grant of KMS may allow what no policy shows. */
  readonly mayBeGranted: boolean;
}

export const SILENT: LayerAnswer = { denies: 'no', allows: 'no', because: [] };

/** Collects, statement by statement. */
interface Tally {
  denies: Truth;
  allows: Truth;
  readonly denials: StatementRef[];
  readonly permissions: StatementRef[];
}

function startTally(isOpen: boolean): Tally {
  const start = isOpen ? 'unknown' : 'no';
  return { denies: start, allows: start, denials: [], permissions: [] };
}

function addOpenPolicy(tally: Tally): void {
  tally.denies = or(tally.denies, 'unknown');
  tally.allows = or(tally.allows, 'unknown');
}

function addStatement(tally: Tally, { policy, statement }: PreparedStatement, fits: Truth): void {
  const { effect } = statement;
  const applies = effect === 'unknown' ? 'unknown' : fits;
  if (effect !== 'Allow') {
    tally.denies = or(tally.denies, applies);
    tally.denials.push({ policy, statement, applies });
  }
  if (effect !== 'Deny') {
    tally.allows = or(tally.allows, applies);
    tally.permissions.push({ policy, statement, applies });
  }
}

function answerOf({ denies, allows, denials, permissions }: Tally): LayerAnswer {
  const because = denies === 'yes' ? denials.filter(({ applies }) => applies === 'yes') : [...denials, ...permissions];
  return { denies, allows, because };
}

export function evaluateLayer(layer: PolicyLayer, evaluation: Evaluation): LayerAnswer {
  const tally = startTally(layer.unknowns.length > 0);
  for (const policy of layer.policies) {
    if (policy.unknowns.length > 0) addOpenPolicy(tally);
    for (const prepared of preparedStatements(policy, 'principal')) {
      const fits = matchStatement(prepared, evaluation);
      if (fits !== 'no') addStatement(tally, prepared, fits);
    }
  }
  return answerOf(tally);
}

export function evaluateResourcePolicies(layer: PolicyLayer, evaluation: Evaluation): ResourceAnswer {
  const mayBeGranted = layer.unknowns.some(({ kind }) => kind === 'kms-grant');
  const isOpen = layer.unknowns.some(({ kind }) => kind !== 'kms-grant');
  const tally = startTally(isOpen);
  let grants = isOpen ? PERHAPS : NOBODY;
  for (const policy of layer.policies) {
    if (policy.unknowns.length > 0) {
      addOpenPolicy(tally);
      grants = eitherMatch(grants, PERHAPS);
    }
    for (const prepared of preparedStatements(policy, 'resource')) {
      const who = matchWhom(prepared, evaluation);
      const applies = isNamed(who);
      if (applies === 'no') continue;
      addStatement(tally, prepared, applies);
      if (prepared.statement.effect !== 'Deny') grants = eitherMatch(grants, weaken(who, prepared));
    }
  }
  return { ...answerOf(tally), grants, mayBeGranted };
}

/** Whom a statement of a resource policy gives or takes what is asked for. */
function matchWhom(prepared: PreparedStatement, evaluation: Evaluation): PrincipalMatch {
  const fits = matchStatement(prepared, evaluation);
  return fits === 'no' ? NOBODY : limitMatch(matchWho(prepared, evaluation), fits);
}

function weaken(who: PrincipalMatch, { statement }: PreparedStatement): PrincipalMatch {
  return statement.effect === 'unknown' ? limitMatch(who, 'unknown') : who;
}

/**
 * Every level must allow, and none may deny.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export function evaluateServiceControl(levels: readonly OrganizationLevel[], evaluation: Evaluation): LayerAnswer {
  return combineLevels(levels.map((level) => evaluateLayer(level, evaluation)));
}

/**
 * AWS: a policy that allows everything is always attached at every level, so that only denials count.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function evaluateResourceControl(levels: readonly OrganizationLevel[], evaluation: Evaluation): LayerAnswer {
  const answers = levels.map((level) => evaluateResourcePolicies(level, evaluation));
  return { ...combineLevels(answers), allows: 'yes' };
}

function combineLevels(answers: readonly LayerAnswer[]): LayerAnswer {
  const denying = answers.filter(({ denies }) => denies === 'yes');
  return {
    denies: answers.map(({ denies }) => denies).reduce(or, 'no'),
    allows: answers.map(({ allows }) => allows).reduce(and, 'yes'),
    because: (denying.length > 0 ? denying : answers).flatMap(({ because }) => because),
  };
}
