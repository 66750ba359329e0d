import type { MapEntry, MapNode, TemplateNode } from '#core/template/node';
import { placeOf, withEntries } from '../draft';
import { entryOf, isMap, stringOf } from '../node-reading';
import { expandApi, expandHttpApi } from './api';
import { expandConnector, takeEmbeddedConnectors } from './connectors';
import { expandFunction } from './function';
import { reportMisplacedGlobals, withGlobals } from './globals';
import { expandGraphQlApi } from './graphql-api';
import { addImplicitApis } from './implicit-apis';
import { resolveReferences } from './references';
import { expandApplication, expandCapacityProvider, expandLayer, expandSimpleTable } from './simple-resources';
import { expandStateMachine } from './state-machine';
import { expandWebSocketApi } from './websocket-api';
import { leaveOut, report, SAM_PREFIX, samResource, type SamResource, type Workspace } from './workspace';

interface SamType {
  /** AWS: functions add routes to APIs, and connectors look at what the others became. */
  readonly turn: number;
  readonly expand: (workspace: Workspace, resource: SamResource) => void;
}

const TYPES: ReadonlyMap<string, SamType> = new Map([
  ['Function', { turn: 0, expand: expandFunction }],
  ['StateMachine', { turn: 1, expand: expandStateMachine }],
  ['Api', { turn: 2, expand: expandApi }],
  ['HttpApi', { turn: 2, expand: expandHttpApi }],
  ['WebSocketApi', { turn: 2, expand: expandWebSocketApi }],
  ['SimpleTable', { turn: 3, expand: expandSimpleTable }],
  ['LayerVersion', { turn: 3, expand: expandLayer }],
  ['Application', { turn: 3, expand: expandApplication }],
  ['CapacityProvider', { turn: 3, expand: expandCapacityProvider }],
  ['GraphQLApi', { turn: 3, expand: expandGraphQlApi }],
  ['Connector', { turn: 4, expand: expandConnector }],
]);

/** The template without SAM: every serverless resource as the plain ones it stands for. */
export function expandSam(workspace: Workspace, root: MapNode): MapNode {
  reportMisplacedGlobals(workspace);
  takeEmbeddedConnectors(workspace);
  addImplicitApis(workspace);
  for (const [logicalId, resource] of [...workspace.resources]) {
    if (isMap(resource)) workspace.resources.set(logicalId, withGlobals(workspace, resource));
  }
  for (const { type, logicalId } of inTurn(workspace)) {
    const node = workspace.resources.get(logicalId);
    if (isMap(node)) type.expand(workspace, samResource(logicalId, node));
  }
  const expanded = withEntries(root, {
    Transform: undefined,
    Globals: undefined,
    Resources: section(entryOf(root, 'Resources') ?? root, workspace.resources),
    Conditions:
      workspace.conditions.size === 0 ? undefined : section(entryOf(root, 'Conditions') ?? root, workspace.conditions),
  });
  return resolvedMap(expanded, workspace);
}

/** A section with its new contents; what was in it keeps its key, and with it the place by which it is known. */
function section(written: TemplateNode, contents: ReadonlyMap<string, TemplateNode>): MapNode {
  const keys = isMap(written) ? written.entries : undefined;
  const entries = [...contents].map(([name, value]): [string, MapEntry] => {
    const place = placeOf(value);
    const key = keys?.get(name)?.key ?? { kind: 'scalar', start: place.start, place, text: name, value: name };
    return [name, { key, value }];
  });
  const place = placeOf(written);
  return { kind: 'map', start: place.start, place, entries: new Map(entries) };
}

function resolvedMap(root: MapNode, workspace: Workspace): MapNode {
  const resolved = resolveReferences(root, workspace.references);
  return isMap(resolved) ? resolved : root;
}

interface Turn {
  readonly type: SamType;
  readonly logicalId: string;
}

function inTurn(workspace: Workspace): readonly Turn[] {
  const turns: Turn[] = [];
  for (const [logicalId, resource] of workspace.resources) {
    const type = samTypeOf(resource);
    if (type === undefined) continue;
    const known = TYPES.get(type);
    if (known !== undefined) turns.push({ type: known, logicalId });
    else reportUnknown(workspace, resource, type);
  }
  return turns.sort((a, b) => a.type.turn - b.type.turn);
}

function samTypeOf(resource: TemplateNode): string | undefined {
  const type = stringOf(entryOf(resource, 'Type'));
  return type?.startsWith(SAM_PREFIX) === true ? type.slice(SAM_PREFIX.length) : undefined;
}

function reportUnknown(workspace: Workspace, resource: TemplateNode, type: string): void {
  report(workspace, entryOf(resource, 'Type') ?? resource, `there is no SAM resource type \`${SAM_PREFIX}${type}\``);
  leaveOut(workspace, `${SAM_PREFIX}${type}`);
}
