import { showText, type Text } from '#core/value/text';
import type { StackPlace } from '#core/intrinsics/resolved-template';
import { deployedArn, standingOf } from './deployment';
import type { Deployment, Resource, ResourceLookup } from './stack-model';

interface Deployed {
  readonly deployment: Deployment;
  readonly place: StackPlace;
}

/** What is deployed is found by what the account calls it, too. */
export function resourceLookup(all: ReadonlyMap<string, Resource>, { deployment, place }: Deployed): ResourceLookup {
  const byType = new Map<string, Resource[]>();
  const byArn = new Map<string, Resource>();
  for (const resource of all.values()) {
    const same = byType.get(resource.type);
    if (same === undefined) byType.set(resource.type, [resource]);
    else same.push(resource);
    if (resource.arn !== undefined) byArn.set(showText(resource.arn), resource);
  }
  const there = [...all.values()].flatMap((resource) => {
    const standing = standingOf(resource, deployment);
    return standing.kind === 'there' ? [{ resource, physicalId: standing.physicalId }] : [];
  });
  for (const { resource, physicalId } of there) {
    const arn = deployedArn(resource, physicalId, place);
    if (arn !== undefined && !byArn.has(arn)) byArn.set(arn, resource);
  }
  const refsOf = new Map<string, ReadonlyMap<string, Resource>>();
  const byRef = (ref: Text, type: string): Resource | undefined => {
    const refs =
      refsOf.get(type) ??
      new Map([
        ...there.flatMap(({ resource, physicalId }) =>
          resource.type === type ? [[physicalId, resource] as const] : [],
        ),
        ...(byType.get(type) ?? []).map((each) => [showText(each.ref), each] as const),
      ]);
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
