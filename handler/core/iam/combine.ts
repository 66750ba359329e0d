import { and, every, not, some, type Truth } from '#core/value/truth';
import type { Answers } from './answers';
import { agree } from './evaluation';
import { NOBODY } from './match-principal';
import type { LayerName } from './request';

/** Which rules apply depends on whose account owns the resource, and on the kind of resource and caller. */
export type Branch = 'same-account' | 'resource-must-allow' | 'cross-account' | 'resource-only';

/** Something that must allow: a layer of the caller, or a resource policy by the way it names the caller. */
export type Need = 'identity' | 'boundary' | 'session' | 'direct' | 'role' | 'account';

/**
 * The ways to an `allow`: all needs of one of them must be met.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export const WAYS: Readonly<Record<Branch, readonly (readonly Need[])[]>> = {
  'same-account': [['identity', 'boundary', 'session'], ['direct'], ['role', 'boundary', 'session']],
  'resource-must-allow': [['direct'], ['role', 'boundary', 'session'], ['account', 'identity', 'boundary', 'session']],
  'cross-account': [
    ['direct', 'identity', 'boundary', 'session'],
    ['role', 'identity', 'boundary', 'session'],
    ['account', 'identity', 'boundary', 'session'],
  ],
  'resource-only': [['direct']],
};

/** What one set of rules makes of the answers. */
export interface Combined {
  readonly allowed: Truth;
  readonly required: Readonly<Record<LayerName, Truth>>;
}

export function combine(branch: Branch, answers: Answers): Combined {
  const ways = WAYS[branch];
  const allowed = some(ways, (way) => every(way, (need) => truthOfNeed(need, answers)));
  const required = (layer: Need) => not(some(ways, (way) => isGrantedWithout(way, layer, answers)));
  return {
    allowed: and(gatesAllow(answers), allowed),
    required: {
      identity: branch === 'resource-only' ? 'no' : required('identity'),
      boundary: branch === 'resource-only' ? 'no' : required('boundary'),
      session: branch === 'resource-only' ? 'no' : required('session'),
      scp: 'yes',
      rcp: 'yes',
      resource: branch === 'same-account' ? 'no' : 'yes',
      trust: 'yes',
      ...GATES,
    },
  };
}

/** What every request must pass, whoever grants it. */
export function gatesAllow({ scp, endpoint, publicAccess }: Answers): Truth {
  return every([scp, endpoint, publicAccess], (answer) => answer?.allows ?? 'yes');
}

const GATES = { endpoint: 'yes', 'public-access': 'yes', bucket: 'yes' } as const;

export function truthOfNeed(need: Need, answers: Answers): Truth {
  switch (need) {
    case 'identity':
    case 'boundary':
    case 'session':
      return answers[need]?.allows ?? 'yes'; // nobody is limited by a layer that does not reach them
    case 'direct':
    case 'role':
    case 'account':
      return (answers.resource?.grants ?? NOBODY)[need];
  }
}

/** Does the resource policy grant on a way that passes by this layer? */
function isGrantedWithout(way: readonly Need[], layer: Need, answers: Answers): Truth {
  if (way.includes(layer)) return 'no';
  return every(way, (need) => (isGrant(need) ? truthOfNeed(need, answers) : 'yes'));
}

export function isGrant(need: Need): need is 'direct' | 'role' | 'account' {
  return need === 'direct' || need === 'role' || need === 'account';
}

/** Where it is not known which rules apply, only what both say is sure. */
export function eitherWay(left: Combined, right: Combined): Combined {
  const both = (layer: LayerName) => agree(left.required[layer], right.required[layer]);
  return {
    allowed: agree(left.allowed, right.allowed),
    required: {
      identity: both('identity'),
      boundary: both('boundary'),
      session: both('session'),
      scp: 'yes',
      rcp: 'yes',
      resource: both('resource'),
      trust: 'yes',
      ...GATES,
    },
  };
}
