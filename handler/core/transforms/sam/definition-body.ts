import type { MapEntry, MapNode, TemplateNode } from '#core/template/node';
import { draftMap, withEntries, type Draft } from '../draft';
import { entryOf, intrinsicOf, isMap } from '../node-reading';
import { securityDefinitions } from './authorizers';
import type { Route, SamResource, Workspace } from './workspace';

export type ApiDialect = 'rest' | 'http';

/** The API's OpenAPI document with the routes of events in it; the parts that say who invokes what, not the whole of it. */
export function definitionBody(workspace: Workspace, resource: SamResource, dialect: ApiDialect): TemplateNode {
  const { logicalId, node, properties } = resource;
  const routes = workspace.routes.get(logicalId) ?? [];
  const written = entryOf(properties, 'DefinitionBody');
  if (written !== undefined && (!isMap(written) || !takesRoutes(properties, written, dialect))) return written;
  const body = isMap(written) ? written : draftMap(skeleton(dialect), node);
  return withEntries(body, {
    paths: withRoutes(entryOf(body, 'paths'), routes, node),
    ...securityOf(workspace, properties, dialect),
  });
}

/** AWS: routes of events go into a hand-written document of an HTTP API; for a REST API only with `MergeDefinitions`. */
function takesRoutes(properties: MapNode, written: MapNode, dialect: ApiDialect): boolean {
  if (intrinsicOf(written) !== undefined) return false;
  return dialect === 'http' || entryOf(properties, 'MergeDefinitions') !== undefined;
}

function skeleton(dialect: ApiDialect): Readonly<Record<string, Draft>> {
  const version = dialect === 'rest' ? { swagger: '2.0' } : { openapi: '3.0.1' };
  return { ...version, info: { version: '1.0', title: { Ref: 'AWS::StackName' } }, paths: {} };
}

function securityOf(workspace: Workspace, properties: MapNode, dialect: ApiDialect): Readonly<Record<string, Draft>> {
  const definitions = securityDefinitions(workspace, entryOf(properties, 'Auth'));
  if (definitions === undefined) return {};
  // Which of the routes asks for which authorizer does not matter here: one that none asks for is not among them.
  const security = [...definitions.entries.keys()].map((name) => ({ [name]: [] }));
  return dialect === 'rest'
    ? { securityDefinitions: definitions, security }
    : { components: { securitySchemes: definitions }, security };
}

function withRoutes(written: TemplateNode | undefined, routes: readonly Route[], at: TemplateNode): MapNode {
  const paths = isMap(written) ? written : draftMap({}, at);
  const entries = new Map<string, MapEntry>(paths.entries);
  for (const { path, method, operation } of routes) {
    const item = entries.get(path)?.value;
    const methods = isMap(item) ? item : draftMap({}, operation);
    const [entry] = draftMap(
      new Map([[path, withEntries(methods, { [method]: operation })]]),
      operation,
    ).entries.values();
    if (entry !== undefined) entries.set(path, entry);
  }
  return { ...paths, entries };
}
