import type { ResourceLookup } from './stack-model';

const known = new WeakMap<ResourceLookup, Map<string, ReadonlySet<string>>>();

/** What CloudFormation has made when it begins with the resource: all that it refers to or depends on, and so on. */
export function comesBefore(logicalId: string, lookup: ResourceLookup): ReadonlySet<string> {
  const sets = known.get(lookup) ?? new Map<string, ReadonlySet<string>>();
  known.set(lookup, sets);
  const before = sets.get(logicalId) ?? follow(logicalId, lookup);
  sets.set(logicalId, before);
  return before;
}

function follow(logicalId: string, lookup: ResourceLookup): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [logicalId];
  const add = (each: string): void => {
    if (seen.has(each)) return;
    seen.add(each);
    open.push(each);
  };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const resource = lookup.all.get(next);
    resource?.dependsOn.forEach(add);
    resource?.refersTo.forEach(add);
  }
  return seen;
}
