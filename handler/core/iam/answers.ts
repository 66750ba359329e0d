import { RCP_SERVICES } from '#core/aws/rcp-services';
import { showText } from '#core/value/text';
import { and, or, some, type Truth } from '#core/value/truth';
import {
  evaluateLayer,
  evaluateResourceControl,
  evaluateResourcePolicies,
  evaluateServiceControl,
  type LayerAnswer,
  type ResourceAnswer,
} from './evaluate-layer';
import type { Evaluation } from './evaluation';
import { publicAccessAnswer } from './public-access';
import type { AccessRequest, PolicyLayer, PolicyLayers } from './request';
import { isFederatedAssumption, isServiceLinked, mustResourceAllow } from './service-exceptions';

/** What every layer says; undefined where there is no such layer, or none that reaches the caller. */
export interface Answers {
  readonly identity: LayerAnswer | undefined;
  readonly boundary: LayerAnswer | undefined;
  readonly session: LayerAnswer | undefined;
  readonly scp: LayerAnswer | undefined;
  readonly rcp: LayerAnswer | undefined;
  readonly resource: ResourceAnswer | undefined;
  readonly endpoint: LayerAnswer | undefined;
  readonly publicAccess: LayerAnswer | undefined;
}

export function answersOf(request: AccessRequest, layers: PolicyLayers, evaluation: Evaluation): Answers {
  const own = ownLayers(layers, evaluation);
  const ask = (layer: PolicyLayer | undefined) => (layer === undefined ? undefined : evaluateLayer(layer, evaluation));
  const resource = resourceLayer(layers, evaluation);
  return {
    identity: ask(own.identity),
    boundary: ask(own.boundary),
    session: ask(own.session),
    scp: own.scps.length === 0 ? undefined : unlessFree(evaluation, evaluateServiceControl(own.scps, evaluation)),
    rcp: reachedByRcp(layers, evaluation)
      ? unlessFree(evaluation, evaluateResourceControl(layers.rcps, evaluation))
      : undefined,
    resource: resource === undefined ? undefined : evaluateResourcePolicies(resource, evaluation),
    endpoint: layers.endpoint === undefined ? undefined : evaluateResourcePolicies(layers.endpoint, evaluation),
    publicAccess: publicAccessAnswer(layers, request, evaluation),
  };
}

function unlessFree(evaluation: Evaluation, answer: LayerAnswer): LayerAnswer | undefined {
  const isFree = isServiceLinked(evaluation);
  if (isFree === 'no') return answer;
  return isFree === 'yes'
    ? undefined
    : { ...answer, denies: and(answer.denies, 'unknown'), allows: or(answer.allows, 'unknown') };
}

/** Does the resource policy decide alone, because the caller has no policies? */
export function hasNoPolicies(evaluation: Evaluation): boolean {
  const { kind } = evaluation.principal;
  return kind === 'service' || kind === 'anonymous' || (kind === 'federated' && isFederatedAssumption(evaluation));
}

type OwnLayers = Partial<Pick<PolicyLayers, 'identity' | 'boundary' | 'session'>> & Pick<PolicyLayers, 'scps'>;

/** AWS: a service has no policies, and the root user is limited by those of the organisation only. */
export function ownLayers(layers: PolicyLayers, evaluation: Evaluation): OwnLayers {
  if (hasNoPolicies(evaluation)) return { scps: [] };
  return evaluation.principal.kind === 'root' ? { scps: layers.scps } : layers;
}

function reachedByRcp({ rcps }: PolicyLayers, { action }: Evaluation): boolean {
  return rcps.length > 0 && RCP_SERVICES.has(action.slice(0, action.indexOf(':')));
}

/** AWS: every role has a trust policy and every key a key policy, so one that was not given was not read. */
export function resourceLayer({ resource }: PolicyLayers, evaluation: Evaluation): PolicyLayer | undefined {
  if (resource !== undefined || mustResourceAllow(evaluation) !== 'yes') return resource;
  const fact = `the policy of \`${showText(evaluation.resource.text)}\``;
  return { policies: [], unknowns: [{ kind: 'account-state-not-read', fact }] };
}

export function isDenied({ identity, boundary, session, scp, rcp, endpoint, resource }: Answers): Truth {
  return some([scp, rcp, endpoint, resource, identity, boundary, session], (answer) => answer?.denies ?? 'no');
}
