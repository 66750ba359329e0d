import { holesOf, type Text } from '#core/value/text';
import { sameText } from '#core/value/text-match';
import { some, type Truth } from '#core/value/truth';
import { describeUnknown, uniqueReasons, type UnknownReason } from '#core/value/unknown-reason';
import { ownLayers, resourceLayer, type Answers } from './answers';
import { combine, isGrant, truthOfNeed, WAYS, type Branch, type Need } from './combine';
import type { Evaluation } from './evaluation';
import { isNamed, type PrincipalMatch } from './match-principal';
import { matchPart, matchStatement, matchWho, PARTS } from './match-statement';
import type { PolicySide } from './match-resource';
import { preparedStatements, type PreparedStatement } from './prepared-policy';
import { reasonsOfBeingPublic } from './public-policy';
import type { AccessRequest, PolicyLayer, PolicyLayers } from './request';
import { isServiceLinked } from './service-exceptions';

/** A question that could not be answered, with all that was found on the way. */
export interface OpenQuestion {
  readonly request: AccessRequest;
  readonly layers: PolicyLayers;
  readonly evaluation: Evaluation;
  readonly answers: Answers;
  readonly branches: readonly Branch[];
  readonly isDenialOpen: boolean;
}

type Reasons = readonly UnknownReason[];

/** The fewest facts that would turn `unknown` into an answer: every open denial, and the shortest way to an allow. */
export function factsToSettle(question: OpenQuestion): Reasons {
  const denials = question.isDenialOpen ? reasonsOfDenials(question) : [];
  return uniqueReasons([
    ...reasonsOfControlled(question),
    ...denials,
    ...reasonsOfEndpoint(question),
    ...reasonsOfPublicAccess(question),
    ...reasonsOfAllow(question),
  ]);
}

/** Whether organisation policies reach the caller at all. */
function reasonsOfControlled({ evaluation, answers }: OpenQuestion): Reasons {
  const controls = [answers.scp, answers.rcp].flatMap((answer) =>
    answer === undefined ? [] : [answer.denies, answer.allows],
  );
  if (!controls.includes('unknown') || isServiceLinked(evaluation) !== 'unknown') return [];
  return reasonsIn(evaluation.principal.role);
}

function reasonsOfDenials({ layers, evaluation, answers }: OpenQuestion): Reasons {
  const own = ownLayers(layers, evaluation);
  const open = (layer: PolicyLayer | undefined, side: PolicySide) =>
    layer === undefined ? [] : denialsIn(layer, side, evaluation);
  return [
    ...open(own.identity, 'principal'),
    ...open(own.boundary, 'principal'),
    ...open(own.session, 'principal'),
    ...(answers.scp === undefined ? [] : own.scps.flatMap((level) => open(level, 'principal'))),
    ...(answers.rcp === undefined ? [] : layers.rcps.flatMap((level) => open(level, 'resource'))),
    ...open(layers.endpoint, 'resource'),
    ...open(resourceLayer(layers, evaluation), 'resource'),
  ];
}

function reasonsOfEndpoint({ layers, answers, evaluation }: OpenQuestion): Reasons {
  if (answers.endpoint?.allows !== 'unknown') return [];
  return eachOf(layers.endpoint, (layer) => permissionsIn(layer, 'resource', evaluation));
}

/** Whether the setting holds, the policy is public, and the caller is of another account. */
function reasonsOfPublicAccess({ request, layers, answers, evaluation }: OpenQuestion): Reasons {
  if (answers.publicAccess?.allows !== 'unknown') return [];
  const setting: Reasons =
    layers.restrictsPublicBuckets === 'unknown'
      ? [{ kind: 'account-state-not-read', fact: 'the Block Public Access settings of the bucket and its account' }]
      : [];
  const { account } = evaluation.principal;
  const accounts = reasonsOfDifference(account, request.resourceAccount);
  return [...setting, ...accounts, ...eachOf(layers.resource, reasonsOfPublicPolicy)];
}

function reasonsOfDifference(account: Text | undefined, other: Text): Reasons {
  return account !== undefined && sameText(account, other) === 'unknown' ? reasonsIn(account, other) : [];
}

function reasonsOfPublicPolicy({ policies, unknowns }: PolicyLayer): Reasons {
  return [...unknowns, ...policies.flatMap(reasonsOfBeingPublic)];
}

function denialsIn(layer: PolicyLayer, side: PolicySide, evaluation: Evaluation): Reasons {
  const statements = layer.policies.flatMap((policy) => preparedStatements(policy, side));
  return [
    ...layer.unknowns.filter(({ kind }) => kind !== 'kms-grant'),
    ...layer.policies.flatMap((policy) => policy.unknowns),
    ...statements
      .filter(({ statement }) => statement.effect !== 'Allow')
      .flatMap((prepared) => reasonsOfStatement(prepared, evaluation)),
  ];
}

type WayOfNaming = (match: PrincipalMatch) => Truth;

/** Why it is open whether a statement applies; nothing if it surely does or does not, and its effect is known. */
function reasonsOfStatement(
  prepared: PreparedStatement,
  evaluation: Evaluation,
  naming: WayOfNaming = isNamed,
): Reasons {
  if (matchStatement(prepared, evaluation) === 'no') return [];
  const ofWho = reasonsOfWho(prepared, evaluation, naming);
  return ofWho === 'not-named' ? [] : [...PARTS.flatMap((part) => reasonsOfPart(part, prepared, evaluation)), ...ofWho];
}

function reasonsOfPart(part: (typeof PARTS)[number], prepared: PreparedStatement, evaluation: Evaluation): Reasons {
  const noted: UnknownReason[] = [];
  const note = (reason: UnknownReason) => noted.push(reason);
  return matchPart(part, prepared, { ...evaluation, note }) === 'unknown' ? noted : [];
}

function reasonsOfWho(prepared: PreparedStatement, evaluation: Evaluation, naming: WayOfNaming): Reasons | 'not-named' {
  if (prepared.side === 'principal') return [];
  const noted: UnknownReason[] = [];
  const named = naming(matchWho(prepared, { ...evaluation, note: (reason) => noted.push(reason) }));
  return named === 'no' ? 'not-named' : named === 'unknown' ? noted : [];
}

/** Of the ways to an allow that are still open, the one that lacks the fewest facts. */
function reasonsOfAllow(question: OpenQuestion): Reasons {
  const { branches, answers, evaluation } = question;
  const outcomes = branches.map((branch) => combine(branch, answers).allowed);
  const rules = new Set(outcomes).size > 1 ? reasonsOfBranches(question) : [];
  const ways = branches.flatMap((branch, index) =>
    outcomes[index] === 'unknown' ? [reasonsOfBranch(branch, question)] : [],
  );
  const ofControl = answers.scp?.allows === 'unknown' ? reasonsOfControl(question) : [];
  const grants = ways.length === 0 && rules.length === 0 ? grantsOf(question.layers, evaluation) : [];
  return [...rules, ...ofControl, ...fewest(ways), ...grants];
}

function grantsOf(layers: PolicyLayers, evaluation: Evaluation): Reasons {
  return resourceLayer(layers, evaluation)?.unknowns.filter(({ kind }) => kind === 'kms-grant') ?? [];
}

/** What would tell whether caller and resource share an account, or whether the resource is a key. */
function reasonsOfBranches({ request, evaluation, branches }: OpenQuestion): Reasons {
  return branches.includes('cross-account')
    ? reasonsIn(evaluation.principal.account, request.resourceAccount)
    : reasonsIn(request.resource);
}

function reasonsIn(...texts: readonly (Text | undefined)[]): Reasons {
  return texts.filter((text) => text !== undefined).flatMap((text) => holesOf(text).map(({ reason }) => reason));
}

function reasonsOfBranch(branch: Branch, question: OpenQuestion): Reasons {
  const open = WAYS[branch].filter((way) => way.every((need) => truthOfNeed(need, question.answers) !== 'no'));
  return fewest(open.map((way) => way.flatMap((need) => reasonsOfNeed(need, question))));
}

function reasonsOfNeed(need: Need, { answers, layers, evaluation }: OpenQuestion): Reasons {
  if (truthOfNeed(need, answers) !== 'unknown') return [];
  if (!isGrant(need)) {
    return eachOf(ownLayers(layers, evaluation)[need], (layer) => permissionsIn(layer, 'principal', evaluation));
  }
  return eachOf(resourceLayer(layers, evaluation), (layer) => grantsIn(layer, need, evaluation));
}

/** A layer that leaves something open is there. */
function eachOf(layer: PolicyLayer | undefined, reasons: (layer: PolicyLayer) => Reasons): Reasons {
  return [layer].filter((each) => each !== undefined).flatMap(reasons);
}

function permissionsIn(layer: PolicyLayer, side: PolicySide, evaluation: Evaluation): Reasons {
  const statements = layer.policies.flatMap((policy) => preparedStatements(policy, side));
  return fewest([
    ...openPolicies(layer),
    ...statements.filter(mayAllow).map((each) => reasonsOfStatement(each, evaluation)),
  ]);
}

function grantsIn(layer: PolicyLayer, need: keyof PrincipalMatch, evaluation: Evaluation): Reasons {
  const statements = layer.policies.flatMap((policy) => preparedStatements(policy, 'resource'));
  const naming: WayOfNaming = (match) => match[need];
  return fewest([
    ...openPolicies(layer),
    ...statements.filter(mayAllow).map((each) => reasonsOfStatement(each, evaluation, naming)),
  ]);
}

/** Any one of the policies that were not read may be the one that allows. */
function openPolicies(layer: PolicyLayer): readonly Reasons[] {
  const unread = layer.unknowns.filter(({ kind }) => kind !== 'kms-grant').map((reason) => [reason]);
  return [...unread, ...layer.policies.map((policy) => policy.unknowns)];
}

function mayAllow({ statement }: PreparedStatement): boolean {
  return statement.effect !== 'Deny';
}

/** Every level of the organisation must allow. */
function reasonsOfControl({ layers, evaluation }: OpenQuestion): Reasons {
  return layers.scps.flatMap((level) =>
    isOpenLevel(level, evaluation) ? permissionsIn(level, 'principal', evaluation) : [],
  );
}

function isOpenLevel(level: PolicyLayer, evaluation: Evaluation): boolean {
  const statements = level.policies.flatMap((policy) => preparedStatements(policy, 'principal')).filter(mayAllow);
  return some(statements, (each) => matchStatement(each, evaluation)) !== 'yes';
}

function fewest(alternatives: readonly Reasons[]): Reasons {
  const sizes = alternatives
    .filter((each) => each.length > 0)
    .map((each) => ({ each, size: new Set(each.map(describeUnknown)).size }));
  return (
    sizes.reduce<(typeof sizes)[number] | undefined>(
      (best, next) => (best === undefined || next.size < best.size ? next : best),
      undefined,
    )?.each ?? []
  );
}
