import { factKey, type Facts } from '#core/facts/facts';
import type { StackPlace } from '#core/intrinsics/resolved-template';
import { parsePolicy } from '#core/policy/parse-policy';
import { literalOf } from '#core/value/text';
import { entryOf, itemsOf, valueOfJson, type Value } from '#core/value/value';
import type { OrganizationPolicies } from './stack-model';

/**
 * The policies of the organisation above the stack's account. Most accounts may not read them; then they are left aside, as
 * what they are made for is to keep things out that nobody needs.
 */
export function organizationPolicies({ account }: StackPlace, facts: Facts): OrganizationPolicies {
  const id = literalOf(account);
  const fact = id === undefined ? undefined : facts.get(factKey({ kind: 'organization-policies', id }));
  if (fact?.status !== 'found') return { scps: [], rcps: [] };
  const read = valueOfJson(fact.value, { kind: 'fact', fact: 'policies of the organisation' });
  return { scps: levelsOf(entryOf(read, 'scps')), rcps: levelsOf(entryOf(read, 'rcps')) };
}

function levelsOf(levels: Value | undefined): OrganizationPolicies['scps'] {
  return itemsOf(levels).map((level, depth) => ({
    level: depth === 0 ? 'root' : `level ${depth} below the root`,
    policies: itemsOf(level).map((policy, index) => parsePolicy(policy, `organisation policy ${depth}.${index}`)),
    unknowns: [],
  }));
}
