import type { Facts } from '#core/facts/facts';
import { decide } from '#core/iam/decide';
import type { Decision, Outcome } from '#core/iam/decision';
import type { AccessRequest, PolicyLayers } from '#core/iam/request';
import type { StackModel } from '#core/model/stack-model';
import type { Need } from '#core/rules/need';
import { layersOf } from './layers-of';
import { requestOf } from './request-of';

/** A need with the answer IAM will give. */
export interface Assessment {
  readonly need: Need;
  readonly request: AccessRequest;
  readonly layers: PolicyLayers;
  readonly decision: Decision;
  readonly outcome: Outcome;
}

export function assess(need: Need, model: StackModel, facts: Facts): Assessment {
  const first = assessOne(need, requestOf(need, model), { model, facts });
  let open: Assessment | undefined;
  if (first.outcome === 'allow') return first;
  for (const other of alternatives(need, first.request, model)) {
    const assessed = assessOne(other.need, other.request, { model, facts });
    if (assessed.outcome === 'allow') return assessed;
    if (assessed.outcome === 'unknown') open ??= assessed;
  }
  return open ?? first;
}

interface Asked {
  readonly need: Need;
  readonly request: AccessRequest;
}

/** What would meet the need as well. */
function alternatives(need: Need, first: AccessRequest, model: StackModel): readonly Asked[] {
  const others = [...(need.orActions ?? []).map((action) => ({ ...need, action })), ...(need.orNeeds ?? [])];
  return [
    ...others.map((other) => ({ need: other, request: requestOf(other, model) })),
    ...underOtherName(first, need).map((request) => ({ need, request })),
  ];
}

/** The same request, should the service call itself by its other name. */
function underOtherName(request: AccessRequest, { principal }: Need): readonly AccessRequest[] {
  if (principal.kind !== 'service' || principal.otherName === undefined) return [];
  return [{ ...request, principal: { kind: 'service', service: principal.otherName } }];
}

interface Surroundings {
  readonly model: StackModel;
  readonly facts: Facts;
}

function assessOne(need: Need, request: AccessRequest, { model, facts }: Surroundings): Assessment {
  const layers = layersOf(need, model, facts);
  const decision = orGranted(decide(request, layers), need);
  return { need, request, layers, decision, outcome: outcomeFor(decision) };
}

/** What nothing in the template allows may be allowed by what it cannot show. */
function orGranted(decision: Decision, { mayBeGranted }: Need): Decision {
  if (mayBeGranted === undefined || decision.outcome !== 'implicit-deny') return decision;
  return { ...decision, outcome: 'unknown', unknowns: [mayBeGranted], decidedBy: undefined, closest: undefined };
}

/**
 * A need is met if it can be met by *some* object, stage or verb: an answer that hangs only on which one is a yes.
 */
function outcomeFor(decision: Decision): Outcome {
  if (decision.outcome !== 'unknown') return decision.outcome;
  return isFreeChoice(decision) ? 'allow' : 'unknown';
}

/** Does the answer hang on nothing but which object, stage or verb is chosen? */
export function isFreeChoice({ unknowns }: Decision): boolean {
  return unknowns.length > 0 && unknowns.every(({ kind }) => kind === 'any-object');
}
