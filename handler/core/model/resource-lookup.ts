import { showText } from '#core/value/text';
import type { Resource, ResourceLookup } from './stack-model';

export function resourceLookup(all: ReadonlyMap<string, Resource>): ResourceLookup {
  const byType = new Map<string, Resource[]>();
  const byArn = new Map<string, Resource>();
  const byRef = new Map<string, Resource>();
  for (const resource of all.values()) {
    const same = byType.get(resource.type);
    if (same === undefined) byType.set(resource.type, [resource]);
    else same.push(resource);
    if (resource.arn !== undefined) byArn.set(showText(resource.arn), resource);
    byRef.set(`${resource.type} ${showText(resource.ref)}`, resource);
  }
  return {
    all,
    ofType: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    byArn: (arn) => byArn.get(showText(arn)),
    byRef: (ref, type) => byRef.get(`${type} ${showText(ref)}`),
  };
}
