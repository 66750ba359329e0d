import { showText, type Text } from '#core/value/text';
import type { Resource, ResourceLookup } from './stack-model';

export function resourceLookup(all: ReadonlyMap<string, Resource>): ResourceLookup {
  const byType = new Map<string, Resource[]>();
  const byArn = new Map<string, Resource>();
  for (const resource of all.values()) {
    const same = byType.get(resource.type);
    if (same === undefined) byType.set(resource.type, [resource]);
    else same.push(resource);
    if (resource.arn !== undefined) byArn.set(showText(resource.arn), resource);
  }
  const refsOf = new Map<string, ReadonlyMap<string, Resource>>();
  const byRef = (ref: Text, type: string): Resource | undefined => {
    const refs = refsOf.get(type) ?? new Map((byType.get(type) ?? []).map((each) => [showText(each.ref), each]));
    refsOf.set(type, refs);
    return refs.get(showText(ref));
  };
  return {
    all,
    ofType: (type, ...others) =>
      others.length === 0 ? (byType.get(type) ?? NONE) : [type, ...others].flatMap((each) => byType.get(each) ?? NONE),
    byArn: (arn) => byArn.get(showText(arn)),
    byRef,
  };
}

const NONE: readonly Resource[] = [];
