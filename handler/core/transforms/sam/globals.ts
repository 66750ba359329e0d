import type { MapEntry, MapNode, TemplateNode } from '#core/template/node';
import { entriesOf, entryOf, intrinsicOf, isMap, itemsOf, stringOf } from '../node-reading';
import { report, SAM_PREFIX, type Workspace } from './workspace';

/**
 * A SAM resource with the properties of the `Globals` section.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(workspace: Workspace, resource: MapNode): MapNode {
  const type = stringOf(entryOf(resource, 'Type'));
  if (type?.startsWith(SAM_PREFIX) !== true) return resource;
  const section = entryOf(workspace.globals, type.slice(SAM_PREFIX.length));
  const globals = isMap(section) ? usedGlobals(workspace, section, entryOf(resource, 'IgnoreGlobals')) : undefined;
  if (globals === undefined || globals.entries.size === 0) return resource;
  const written = resource.entries.get('Properties');
  const value = written === undefined || !isMap(written.value) ? globals : mergeMaps(globals, written.value);
  const key = written?.key ?? { kind: 'scalar', start: resource.start, text: 'Properties', value: 'Properties' };
  return { ...resource, entries: new Map([...resource.entries, ['Properties', { key, value }]]) };
}

function usedGlobals(workspace: Workspace, section: MapNode, ignored: TemplateNode | undefined): MapNode | undefined {
  if (stringOf(ignored) === '*') return undefined;
  const names = new Set(itemsOf(ignored).map(stringOf));
  for (const item of itemsOf(ignored)) {
    const name = stringOf(item);
    if (name === undefined || section.entries.has(name)) continue;
    report(workspace, item, `\`IgnoreGlobals\` names \`${name}\`, which is not in \`Globals\``);
  }
  return { ...section, entries: new Map([...section.entries].filter(([name]) => !names.has(name))) };
}

function merge(global: TemplateNode, local: TemplateNode): TemplateNode {
  if (global.kind === 'seq' && local.kind === 'seq') return { ...local, items: [...global.items, ...local.items] };
  if (global.kind !== 'map' || local.kind !== 'map') return local;
  return intrinsicOf(global) !== undefined || intrinsicOf(local) !== undefined ? local : mergeMaps(global, local);
}

function mergeMaps(global: MapNode, local: MapNode): MapNode {
  const entries = new Map<string, MapEntry>(global.entries);
  for (const [key, entry] of local.entries) {
    const common = entries.get(key);
    entries.set(key, common === undefined ? entry : { ...entry, value: merge(common.value, entry.value) });
  }
  return { ...local, entries };
}

const NOT_GLOBAL: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'Function',
    new Set('Role Policies FunctionName Events InlineCode ImageUri ImageConfig PackageType Connectors'.split(' ')),
  ],
  ['Api', new Set(['DefinitionBody', 'StageName'])],
]);

/** AWS: a property that `Globals` does not take stops the transform; a role or a policy can never come from there. */
export function reportMisplacedGlobals(workspace: Workspace): void {
  for (const [section, properties] of entriesOf(workspace.globals)) {
    for (const [name, value] of entriesOf(properties)) {
      if (NOT_GLOBAL.get(section)?.has(name) !== true) continue;
      report(workspace, value, {
        message: `\`${name}\` is not a property that \`Globals.${section}\` takes`,
        hint: 'write it at the resource',
      });
    }
  }
}
