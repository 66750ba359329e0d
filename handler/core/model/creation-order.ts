import type { ResourceLookup } from './stack-model';

/** What CloudFormation has made when it begins with the resource: all that it refers to or depends on, and so on. */
export function comesBefore(logicalId: string, lookup: ResourceLookup): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [logicalId];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const resource = lookup.all.get(next);
    for (const each of [...(resource?.dependsOn ?? []), ...(resource?.refersTo ?? [])]) {
      if (seen.has(each)) continue;
      seen.add(each);
      open.push(each);
    }
  }
  return seen;
}
