import type { PolicyDocument } from '#core/policy/document';
import { literalOf, showText, type Text } from '#core/value/text';
import type { Miss, NearMiss } from './decision';
import type { Evaluation } from './evaluation';
import { matchCondition } from './match-condition';
import { isNamed } from './match-principal';
import { matchPart, matchWho } from './match-statement';
import type { PolicySide } from './match-resource';
import { preparedStatements, type PreparedStatement } from './prepared-policy';

/** Where to look for the statement that nearly allowed the request. */
export interface SearchedLayer {
  readonly policies: readonly PolicyDocument[];
  readonly side: PolicySide;
  /** A grant to the account will do, because the account's policies allow. */
  readonly isAccountEnough: boolean;
}

/** The allow statement that fails for one reason only; of several the one that asks for the least change. */
export function closestStatement(searched: SearchedLayer, evaluation: Evaluation): NearMiss | undefined {
  const { policies, side, isAccountEnough } = searched;
  let best: NearMiss | undefined;
  let bestScore = 0;
  for (const policy of policies) {
    for (const prepared of preparedStatements(policy, side)) {
      const miss = prepared.statement.effect === 'Allow' ? onlyMiss(prepared, isAccountEnough, evaluation) : undefined;
      if (miss === undefined) continue;
      const score = scoreOf(miss, prepared, evaluation);
      if (score <= bestScore) continue;
      best = { policy, statement: prepared.statement, applies: 'no', miss };
      bestScore = score;
    }
  }
  return best;
}

function onlyMiss(prepared: PreparedStatement, isAccountEnough: boolean, evaluation: Evaluation): Miss | undefined {
  const misses = missesOf(prepared, evaluation).filter(({ kind }) => kind !== 'delegates-only' || !isAccountEnough);
  return misses.length === 1 ? misses[0] : undefined;
}

/** Every part that does not fit; of several conditions the first. */
function missesOf(prepared: PreparedStatement, evaluation: Evaluation): readonly Miss[] {
  const misses: Miss[] = [];
  if (matchPart('action', prepared, evaluation) === 'no') misses.push({ kind: 'action' });
  if (matchPart('resource', prepared, evaluation) === 'no') misses.push({ kind: 'resource' });
  const failing = prepared.conditions.find((condition) => matchCondition(condition, evaluation) === 'no');
  if (failing !== undefined) misses.push({ kind: 'condition', condition: failing.condition });
  if (prepared.side === 'resource') misses.push(...missesOfPrincipal(prepared, evaluation));
  return misses;
}

function missesOfPrincipal(prepared: PreparedStatement, evaluation: Evaluation): readonly Miss[] {
  const who = matchWho(prepared, evaluation);
  if (isNamed(who) === 'no') return [{ kind: 'principal' }];
  return who.direct === 'no' && who.role === 'no' ? [{ kind: 'delegates-only' }] : [];
}

const LONGEST_ARN = 10_000;

const RANK: Readonly<Record<Miss['kind'], number>> = {
  'delegates-only': 5,
  condition: 4,
  resource: 3,
  principal: 2,
  action: 1,
};

/** An action of another service is no near miss; of two resources that do not fit the more alike is nearer. */
function scoreOf({ kind }: Miss, { statement }: PreparedStatement, evaluation: Evaluation): number {
  const rank = RANK[kind] * LONGEST_ARN;
  const patterns = (list: 'actions' | 'resources') =>
    [statement[list]]
      .filter((element) => element !== undefined)
      .flatMap((element) => element.patterns.map(({ text }) => text));
  if (kind === 'resource') return rank + mostAlike(patterns('resources'), showText(evaluation.resource.text));
  if (kind !== 'action') return rank;
  const alike = mostAlike(patterns('actions').map(lowerCase), evaluation.action);
  return alike > evaluation.action.indexOf(':') ? rank + alike : 0;
}

function lowerCase(text: Text): Text {
  return [literalOf(text)?.toLowerCase() ?? ''];
}

function mostAlike(patterns: readonly Text[], wanted: string): number {
  const lengths = patterns.map((pattern) => commonLength(showText(pattern), wanted));
  return Math.min(Math.max(0, ...lengths), LONGEST_ARN - 1);
}

function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return length;
}
