import { and, every, or, type Truth } from '#core/value/truth';
import { contested, type Evaluation } from './evaluation';
import { matchAction } from './match-action';
import { matchCondition } from './match-condition';
import { matchPrincipals, NOBODY, PERHAPS, type PrincipalMatch } from './match-principal';
import { matchResource } from './match-resource';
import type { PreparedStatement } from './prepared-policy';

/** The parts of a statement that must all fit. */
export type StatementPart = 'action' | 'resource' | 'conditions' | 'unreadable';

/** Everything but the principal: does the statement fit the request? */
export function matchStatement(prepared: PreparedStatement, evaluation: Evaluation): Truth {
  let result: Truth = 'yes';
  for (const part of PARTS) {
    result = and(result, matchPart(part, prepared, evaluation));
    if (result === 'no') return 'no';
  }
  return result;
}

export const PARTS: readonly StatementPart[] = ['action', 'resource', 'conditions', 'unreadable'];

export function matchPart(part: StatementPart, prepared: PreparedStatement, evaluation: Evaluation): Truth {
  switch (part) {
    case 'action':
      return prepared.actions === undefined ? 'unknown' : matchAction(prepared.actions, evaluation);
    case 'resource':
      return matchResources(prepared, evaluation);
    case 'conditions':
      return every(prepared.conditions, (condition) => matchCondition(condition, evaluation));
    case 'unreadable':
      return matchUnreadable(prepared, evaluation);
  }
}

/** Without `Resource` a resource policy means its resource; a principal's policy is rejected by AWS. */
function matchResources(prepared: PreparedStatement, evaluation: Evaluation): Truth {
  const { resources, statement, side } = prepared;
  if (resources === undefined) return side === 'resource' ? 'yes' : lacks('Resource', evaluation);
  const result = matchResource(resources, evaluation.resource, evaluation);
  if (evaluation.otherResource === undefined) return result;
  const other = matchResource(resources, evaluation.otherResource, evaluation);
  if (result === other) return result;
  if (statement.effect === 'Allow') return or(result, other);
  return contested(evaluation, 'the form of the log group ARN for `logs:CreateLogGroup`');
}

function lacks(element: string, evaluation: Evaluation): Truth {
  evaluation.note?.({ kind: 'statement-unreadable', detail: `it has no \`${element}\`` });
  return 'unknown';
}

/** AWS rejects a principal's policy that names principals. */
function matchUnreadable({ statement, side }: PreparedStatement, evaluation: Evaluation): Truth {
  if (evaluation.note !== undefined) statement.unknowns.forEach(evaluation.note);
  if (statement.unknowns.length > 0) return 'unknown';
  if (side === 'resource' || statement.principals === undefined) return 'yes';
  evaluation.note?.({ kind: 'statement-unreadable', detail: 'a policy of a principal has no `Principal`' });
  return 'unknown';
}

/** Whom a statement of a resource policy names. */
export function matchWho({ statement }: PreparedStatement, evaluation: Evaluation): PrincipalMatch {
  const { principals, effect } = statement;
  if (principals === undefined) {
    lacks('Principal', evaluation);
    return PERHAPS;
  }
  const match = matchPrincipals(principals, evaluation);
  if (!principals.negated || effect === 'Deny' || match.direct === 'no') return match;
  return { ...NOBODY, direct: contested(evaluation, '`NotPrincipal` with `Allow`') };
}
