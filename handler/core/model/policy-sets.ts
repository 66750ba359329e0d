import { parsePolicy } from '#core/policy/parse-policy';
import { textOfValue, type Value } from '#core/value/value';
import type { PolicySet } from './stack-model';

export const EMPTY_POLICY_SET: PolicySet = { policies: [], unknowns: [] };

export function joinPolicySets(sets: readonly PolicySet[]): PolicySet {
  if (sets.length === 1 && sets[0] !== undefined) return sets[0];
  return { policies: sets.flatMap((set) => set.policies), unknowns: sets.flatMap((set) => set.unknowns) };
}

/** A document written in the template; an absent one is no policy, an unknown one may say anything. */
export function policySetOf(document: Value | undefined, label: string): PolicySet {
  if (document === undefined) return EMPTY_POLICY_SET;
  if (document.kind === 'unknown') return { policies: [], unknowns: [document.reason] };
  const text = textOfValue(document);
  const hole = text?.find((part) => typeof part !== 'string');
  if (typeof hole === 'object') return { policies: [], unknowns: [hole.reason] };
  return { policies: [parsePolicy(document, label)], unknowns: [] };
}
