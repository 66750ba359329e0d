import type { Facts } from '#core/facts/facts';
import type { MapEntry, MapNode, TemplateNode } from '#core/template/node';
import type { UnknownReason } from '#core/value/unknown-reason';
import { withNamesAsNames } from './naming-parameters';
import { readParameters, type Parameters } from './parameters';
import type { Environment, Handed, StackPlace } from './resolved-template';
import { stackPlaceOf } from './stack-place';

/** A resource as the template declares it, before anything in it is resolved. */
export interface DeclaredResource {
  /** As other stacks know it. */
  readonly logicalId: string;
  readonly type: string;
  readonly entry: MapEntry;
  readonly node: MapNode;
  readonly condition: string | undefined;
}

/** What every intrinsic function of a template can see, whatever the scenario. */
export interface TemplateScope {
  readonly root: MapNode;
  readonly place: StackPlace;
  readonly parameters: Parameters;
  readonly mappings: ReadonlyMap<string, MapEntry>;
  readonly conditions: ReadonlyMap<string, MapEntry>;
  /** By what the template itself calls them. */
  readonly resources: ReadonlyMap<string, DeclaredResource>;
  readonly qualifier: string;
  readonly handed: Handed;
  readonly facts: Facts;
  /** What may add resources that are not seen here. */
  readonly unknowns: readonly UnknownReason[];
  /** True if a transform is declared at all, so that a name that is not declared need not be a mistake. */
  readonly mayHoldMore: boolean;
}

/** Transforms whose work is done by the stages before this one, or that add nothing to what is seen. */
const EXPANDED: ReadonlySet<string> = new Set(['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions']);

const NO_ENTRIES: ReadonlyMap<string, MapEntry> = new Map();

export function scopeOf(root: MapNode, environment: Environment, facts: Facts): TemplateScope {
  const { qualifier = '', handed = {} } = environment;
  const resources = declaredResources(root, qualifier);
  return {
    root,
    place: stackPlaceOf(root, environment),
    parameters: withNamesAsNames(readParameters(root.entries.get('Parameters')?.value, environment, facts), resources),
    mappings: section(root, 'Mappings'),
    conditions: section(root, 'Conditions'),
    resources,
    qualifier,
    handed,
    facts,
    unknowns: [...unexpandedTransforms(root), ...unexpandedLoops(root)],
    mayHoldMore: transformsOf(root).length > 0,
  };
}

export function section(root: MapNode, name: string): ReadonlyMap<string, MapEntry> {
  const node = root.entries.get(name)?.value;
  return node?.kind === 'map' ? node.entries : NO_ENTRIES;
}

function declaredResources(root: MapNode, qualifier: string): ReadonlyMap<string, DeclaredResource> {
  const resources = new Map<string, DeclaredResource>();
  for (const [name, entry] of section(root, 'Resources')) {
    const node = entry.value;
    const type = node.kind === 'map' ? node.entries.get('Type')?.value : undefined;
    if (node.kind !== 'map' || type?.kind !== 'scalar' || typeof type.value !== 'string') continue;
    const condition = node.entries.get('Condition')?.value;
    resources.set(name, {
      logicalId: qualifier + name,
      type: type.value,
      entry,
      node,
      condition: condition?.kind === 'scalar' ? condition.text : undefined,
    });
  }
  return resources;
}

function unexpandedTransforms(root: MapNode): readonly UnknownReason[] {
  return transformsOf(root)
    .filter((name) => !EXPANDED.has(name))
    .map((transform) => ({ kind: 'transform-not-expanded', transform }));
}

/** Loops over resources whose collection is not known. */
export function unexpandedLoops(root: MapNode): readonly UnknownReason[] {
  const loops = [...section(root, 'Resources').keys()].filter((name) => name.startsWith('Fn::ForEach'));
  return loops.map((intrinsic) => ({ kind: 'intrinsic-unresolved', intrinsic, detail: 'its collection is not known' }));
}

function transformsOf(root: MapNode): readonly string[] {
  const declared = root.entries.get('Transform')?.value;
  const listed = declared?.kind === 'seq' ? declared.items : declared === undefined ? [] : [declared];
  const hidden = [root, root.entries.get('Resources')?.value].flatMap((node) =>
    node?.kind === 'map' ? (node.entries.get('Fn::Transform')?.value ?? []) : [],
  );
  return [...new Set([...listed, ...hidden].map(transformName))];
}

/** The name of a macro: `Transform: Name` or `Transform: { Name: …, Parameters: … }`. */
export function transformName(node: TemplateNode): string {
  if (node.kind === 'scalar') return node.text;
  const name = node.kind === 'map' ? node.entries.get('Name')?.value : undefined;
  return name?.kind === 'scalar' ? name.text : 'Fn::Transform';
}
