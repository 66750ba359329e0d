import type { PolicyDocument } from '#core/policy/document';
import type { Decision, LayerResult, Miss } from './decision';
import type { Evaluation } from './evaluation';
import { closestStatement } from './near-miss';
import type { PolicySide } from './match-resource';
import type { LayerName, PolicyLayer, PolicyLayers } from './request';
import { isFederatedAssumption } from './service-exceptions';

/** The order in which layers are named as the cause of a denial. */
const ORDER: readonly LayerName[] = [
  'scp',
  'rcp',
  'endpoint',
  'public-access',
  'resource',
  'bucket',
  'trust',
  'identity',
  'boundary',
  'session',
];

function orderOf({ layer }: LayerResult): number {
  return ORDER.indexOf(layer);
}

/** The layer with the deny statement that decides. */
export function denyingLayer(results: readonly LayerResult[]): LayerName | undefined {
  const denying = results.filter(({ denies }) => denies === 'yes');
  return denying.toSorted((left, right) => orderOf(left) - orderOf(right))[0]?.layer;
}

/** The first layer that must allow and does not, and what in it came close. */
export function missingAllow(
  results: readonly LayerResult[],
  layers: PolicyLayers,
  evaluation: Evaluation,
): Pick<Decision, 'decidedBy' | 'closest'> {
  const { layer } = results.reduce((first, next) => (rankOf(next) < rankOf(first) ? next : first));
  const isAccountEnough = !isFederatedAssumption(evaluation);
  const closest = closestStatement(
    { policies: policiesOf(layer, layers), side: SIDES[layer], isAccountEnough },
    evaluation,
  );
  if (closest !== undefined || layer !== 'identity') return { decidedBy: layer, closest };
  const beside = closestStatement(
    { policies: policiesOf('resource', layers), side: 'resource', isAccountEnough: false },
    evaluation,
  );
  return { decidedBy: layer, closest: beside !== undefined && CLOSE.has(beside.miss.kind) ? beside : undefined };
}

/** A layer that surely must allow comes before one that may have to. */
function rankOf(result: LayerResult): number {
  const { allows, required } = result;
  if (allows !== 'no' || required === 'no') return 2 * ORDER.length + orderOf(result);
  return orderOf(result) + (required === 'yes' ? 0 : ORDER.length);
}

/** In one account the resource policy could have allowed instead, if it comes this close. */
const CLOSE: ReadonlySet<Miss['kind']> = new Set(['delegates-only', 'condition']);

const SIDES: Readonly<Record<LayerName, PolicySide>> = {
  identity: 'principal',
  boundary: 'principal',
  session: 'principal',
  scp: 'principal',
  rcp: 'resource',
  endpoint: 'resource',
  resource: 'resource',
  trust: 'resource',
  'public-access': 'resource',
  bucket: 'resource',
};

const LAYERS: Readonly<Record<LayerName, (layers: PolicyLayers) => readonly (PolicyLayer | undefined)[]>> = {
  identity: ({ identity }) => [identity],
  boundary: ({ boundary }) => [boundary],
  session: ({ session }) => [session],
  scp: ({ scps }) => scps,
  rcp: ({ rcps }) => rcps,
  resource: ({ resource }) => [resource],
  trust: ({ resource }) => [resource],
  endpoint: ({ endpoint }) => [endpoint],
  'public-access': () => [],
  bucket: ({ behind }) => [behind?.policy],
};

function policiesOf(layer: LayerName, layers: PolicyLayers): readonly PolicyDocument[] {
  return LAYERS[layer](layers).flatMap((each) => each?.policies ?? []);
}
