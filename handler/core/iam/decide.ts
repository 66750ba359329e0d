import { sameText } from '#core/value/text-match';
import type { Truth } from '#core/value/truth';
import { throughAccessPoint } from './access-point';
import { answersOf, hasNoPolicies, isDenied, type Answers } from './answers';
import { combine, eitherWay, gatesAllow, type Branch, type Combined } from './combine';
import type { Decision, LayerResult, Outcome } from './decision';
import { denyingLayer, missingAllow } from './deciding-layer';
import { SILENT, type LayerAnswer } from './evaluate-layer';
import { evaluationOf, type Evaluation } from './evaluation';
import type { AccessRequest, LayerName, PolicyLayers } from './request';
import { asksTrustPolicy, mustResourceAllow, needsNoPermission } from './service-exceptions';
import { factsToSettle } from './settle';

/**
 * Answers an access question as AWS would, or says `unknown` and what would settle it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(request: AccessRequest, layers: PolicyLayers): Decision {
  const { behind } = layers;
  const decision = decideOnce(request, layers);
  if (behind === undefined) return decision;
  const beyond = { ...request, resource: behind.resource, resourceAccount: behind.account };
  return throughAccessPoint(decision, decideOnce(beyond, { ...layers, resource: behind.policy }), beyond);
}

function decideOnce(request: AccessRequest, layers: PolicyLayers): Decision {
  const evaluation = evaluationOf(request, layers);
  const answers = answersOf(request, layers, evaluation);
  const branches = branchesOf(request, evaluation);
  const combined = branches.map((branch) => combine(branch, answers)).reduce(eitherWay);
  const denied = isDenied(answers);
  const outcome = needsNoPermission(evaluation) ? 'allow' : outcomeOf(denied, withGrants(combined.allowed, answers));
  const decided = { outcome, layers: resultsOf(answers, combined, asksTrustPolicy(evaluation)) };
  switch (outcome) {
    case 'allow':
      return { ...decided, ...NOTHING_MORE };
    case 'unknown': {
      const question = { request, layers, evaluation, answers, branches, isDenialOpen: denied === 'unknown' };
      return { ...decided, ...NOTHING_MORE, unknowns: factsToSettle(question) };
    }
    case 'explicit-deny':
      return { ...decided, ...NOTHING_MORE, decidedBy: denyingLayer(decided.layers) };
    case 'implicit-deny':
      return { ...decided, ...NOTHING_MORE, ...missingAllow(decided.layers, layers, evaluation) };
  }
}

const NOTHING_MORE = { unknowns: [], decidedBy: undefined, closest: undefined };

/** A grant of KMS may allow what no policy allows, but not what the organisation forbids. */
function withGrants(allowed: Truth, answers: Answers): Truth {
  const mayGrant = answers.resource?.mayBeGranted === true && gatesAllow(answers) !== 'no';
  return allowed === 'no' && mayGrant ? 'unknown' : allowed;
}

/** Turns what all policy layers say together into one outcome. */
function outcomeOf(denied: Truth, allowed: Truth): Outcome {
  if (denied === 'yes') return 'explicit-deny';
  if (allowed === 'no') return 'implicit-deny'; // refused whatever the open deny turns out to be
  return denied === 'unknown' || allowed === 'unknown' ? 'unknown' : 'allow';
}

/** The rules that may apply; more than one where it is not known whose the resource is, or whether it is a key. */
function branchesOf(request: AccessRequest, evaluation: Evaluation): readonly Branch[] {
  const { account } = evaluation.principal;
  if (account === undefined || hasNoPolicies(evaluation)) return ['resource-only'];
  const isSame = sameText(account, request.resourceAccount);
  if (isSame === 'no') return ['cross-account'];
  const same = SAME_ACCOUNT[mustResourceAllow(evaluation)];
  return isSame === 'yes' ? same : [...same, 'cross-account'];
}

const SAME_ACCOUNT: Readonly<Record<Truth, readonly Branch[]>> = {
  yes: ['resource-must-allow'],
  no: ['same-account'],
  unknown: ['same-account', 'resource-must-allow'],
};

function resultsOf(answers: Answers, { required }: Combined, isTrust: boolean): readonly LayerResult[] {
  const results: LayerResult[] = [];
  const add = (layer: LayerName, answer: LayerAnswer | undefined) => {
    if (answer === undefined) return;
    const { denies, allows, because } = answer;
    results.push({ layer, denies, allows, required: required[layer], because });
  };
  add('identity', answers.identity);
  add('boundary', answers.boundary);
  add('session', answers.session);
  add('scp', answers.scp);
  add('rcp', answers.rcp);
  const missing = required.resource === 'no' ? undefined : SILENT;
  add('endpoint', answers.endpoint);
  add(isTrust ? 'trust' : 'resource', answers.resource ?? missing);
  add('public-access', answers.publicAccess);
  return results;
}
