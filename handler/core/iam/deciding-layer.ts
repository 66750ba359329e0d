import type { PolicyDocument } from '#core/policy/document';
import type { Decision, LayerResult, Miss } from './decision';
import type { Evaluation } from './evaluation';
import { closestStatement } from './near-miss';
import type { LayerName, PolicyLayers } from './request';
import { isFederatedAssumption } from './service-exceptions';

/** The order in which layers are named as the cause of a denial. */
const ORDER: readonly LayerName[] = ['scp', 'rcp', 'resource', 'trust', 'identity', 'boundary', 'session'];

function inOrder(results: readonly LayerResult[]): readonly LayerResult[] {
  return results.toSorted((left, right) => ORDER.indexOf(left.layer) - ORDER.indexOf(right.layer));
}

/** The layer with the deny statement that decides. */
export function denyingLayer(results: readonly LayerResult[]): LayerName | undefined {
  return inOrder(results).find(({ denies }) => denies === 'yes')?.layer;
}

/** The first layer that must allow and does not, and what in it came close. */
export function missingAllow(
  results: readonly LayerResult[],
  layers: PolicyLayers,
  evaluation: Evaluation,
): Pick<Decision, 'decidedBy' | 'closest'> {
  const silent = inOrder(results).filter(({ allows }) => allows === 'no');
  const missing = silent.find(({ required }) => required === 'yes') ?? silent.find(({ required }) => required !== 'no');
  const layer = missing?.layer ?? results.at(-1)?.layer ?? 'identity';
  const closest = closestIn(layer, layers, evaluation);
  if (closest !== undefined || layer !== 'identity') return { decidedBy: layer, closest };
  const beside = closestStatement(
    { policies: policiesOf('resource', layers), side: 'resource', isAccountEnough: false },
    evaluation,
  );
  return { decidedBy: layer, closest: beside !== undefined && CLOSE.has(beside.miss.kind) ? beside : undefined };
}

/** In one account the resource policy could have allowed instead, if it comes this close. */
const CLOSE: ReadonlySet<Miss['kind']> = new Set(['delegates-only', 'condition']);

function closestIn(layer: LayerName, layers: PolicyLayers, evaluation: Evaluation): Decision['closest'] {
  const side = layer === 'resource' || layer === 'trust' ? 'resource' : 'principal';
  return closestStatement(
    { policies: policiesOf(layer, layers), side, isAccountEnough: !isFederatedAssumption(evaluation) },
    evaluation,
  );
}

function policiesOf(layer: LayerName, layers: PolicyLayers): readonly PolicyDocument[] {
  switch (layer) {
    case 'identity':
      return layers.identity.policies;
    case 'boundary':
    case 'session':
      return layers[layer]?.policies ?? [];
    case 'scp':
      return layers.scps.flatMap(({ policies }) => policies);
    case 'resource':
    case 'trust':
      return layers.resource?.policies ?? [];
    case 'rcp': // what the organisation always attaches allows everything
      return [];
  }
}
