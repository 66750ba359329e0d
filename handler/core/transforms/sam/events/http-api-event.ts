import type { TemplateNode } from '#core/template/node';
import { ref, sub, type Draft } from '../../draft';
import { at, entryOf, givenOf, stringOf } from '../../node-reading';
import {
  addRoute,
  ANY_METHOD,
  apiIdOf,
  conditional,
  DEFAULT_PATH,
  HTTP_API,
  normalMethod,
  withoutTrailingSlash,
} from '../api-routes';
import { report } from '../workspace';
import { permit, type FunctionEvent } from './event';

/**
 * A route of an HTTP API that invokes the function, with the permission for any stage.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html
 */
export function httpApiEvent(event: FunctionEvent): void {
  const { workspace, node, properties } = event;
  const api = entryOf(properties, 'ApiId');
  const apiId = api === undefined ? HTTP_API : apiIdOf(api);
  const route = routeOf(properties);
  if (route === undefined) {
    report(workspace, node, 'an `HttpApi` event wants both `Path` and `Method`, or neither');
    return;
  }
  if (apiId !== undefined && !workspace.resources.has(apiId)) {
    report(workspace, node, `\`ApiId\` names \`${apiId}\`, which is no API of this template`);
  }
  if (apiId === undefined || !isCoveredByDefaultRoute(event, apiId, route.path))
    permitRoute(event, api ?? ref(HTTP_API), route);
  if (apiId !== undefined) addHttpRoute(event, apiId, route);
}

interface PathAndMethod {
  readonly path: string;
  readonly method: string;
}

function routeOf(properties: TemplateNode): PathAndMethod | undefined {
  const [path, method] = [stringOf(entryOf(properties, 'Path')), stringOf(entryOf(properties, 'Method'))];
  if (path === undefined && method === undefined) return { path: DEFAULT_PATH, method: ANY_METHOD };
  return path === undefined || method === undefined ? undefined : { path, method };
}

/** AWS: the function's permission for the default route holds for all routes, so SAM makes no other. */
function isCoveredByDefaultRoute({ workspace, target }: FunctionEvent, apiId: string, path: string): boolean {
  if (path === DEFAULT_PATH) return false;
  const own = target.aliasId === undefined ? target.functionId : undefined;
  const routes = workspace.routes.get(apiId) ?? [];
  const covering = routes.find((route) => route.path === DEFAULT_PATH && route.method === ANY_METHOD);
  if (covering !== undefined) return own !== undefined && covering.functionId === own;
  const body = at(workspace.resources.get(apiId), 'Properties', 'DefinitionBody');
  const uri = at(body, 'paths', DEFAULT_PATH, ANY_METHOD, 'x-amazon-apigateway-integration', 'uri', 'Fn::Sub');
  return own !== undefined && stringOf(uri)?.includes(`\${${own}.Arn}`) === true;
}

/** AWS: the partition in this ARN is a pseudo parameter even where SAM knows it. */
function permitRoute(event: FunctionEvent, api: Draft, { path, method }: PathAndMethod): void {
  const isAny = method.toLowerCase() === 'any' || method.toLowerCase() === ANY_METHOD;
  const shortened =
    path === DEFAULT_PATH ? '' : withoutTrailingSlash(path).replace(/\{(?:[a-zA-Z0-9._-]+|proxy\+)\}/g, '*');
  const resource =
    isAny && shortened === `/${DEFAULT_PATH}` ? shortened : `/${isAny ? '*' : method.toUpperCase()}${shortened}`;
  const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}${resource}`;
  permit(event, { principal: 'apigateway.amazonaws.com', sourceArn: sub(arn, { __ApiId__: api, __Stage__: '*' }) });
}

function addHttpRoute(
  { workspace, node, properties, target }: FunctionEvent,
  apiId: string,
  { path, method }: PathAndMethod,
): void {
  const condition = target.shared['Condition'];
  const uri = sub(
    `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${target.arnText}/invocations`,
  );
  const integration = {
    type: 'aws_proxy',
    httpMethod: 'POST',
    payloadFormatVersion: givenOf(entryOf(properties, 'PayloadFormatVersion')) ?? '2.0',
    uri: conditional(condition, uri, node),
  };
  addRoute(workspace, apiId, {
    path,
    method: normalMethod(method),
    operation: conditional(condition, { 'x-amazon-apigateway-integration': integration, responses: {} }, node),
    functionId: target.aliasId === undefined ? target.functionId : undefined,
  });
}
