import type { TemplateNode } from '#core/template/node';
import { draftNode, ref, sub, type Draft } from '../draft';
import { refTarget, stringOf } from '../node-reading';
import type { Route, Workspace } from './workspace';

export const REST_API = 'ServerlessRestApi';
export const HTTP_API = 'ServerlessHttpApi';
export const ANY_METHOD = 'x-amazon-apigateway-any-method';
export const DEFAULT_PATH = '$default';

/** What an API event may name its API by: a logical id as it is, or a `Ref` of it. */
export function apiIdOf(api: TemplateNode): string | undefined {
  return refTarget(api) ?? stringOf(api);
}

/** AWS: API Gateway drops a slash at the end of a path. */
export function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

export function addRoute(workspace: Workspace, apiId: string, route: Route): void {
  const routes = workspace.routes.get(apiId);
  if (routes === undefined) workspace.routes.set(apiId, [route]);
  else routes.push(route);
}

export function normalMethod(method: string): string {
  const lower = method.toLowerCase();
  return lower === 'any' ? ANY_METHOD : lower;
}

/** The integration URI by which API Gateway invokes a function. */
export function invocationUri(
  workspace: Workspace,
  functionArn: string,
  path = '2015-03-31/functions/*/invocations',
): Draft {
  const [before = '', after = ''] = path.split('*');
  return sub(`arn:${workspace.partition}:apigateway:\${AWS::Region}:lambda:path/${before}${functionArn}${after}`);
}

/** Wraps what belongs to a conditional function, so that CloudFormation does not look at it where the function is not there. */
export function conditional(condition: Draft | undefined, value: Draft, at: TemplateNode): TemplateNode {
  return draftNode(condition === undefined ? value : { 'Fn::If': [condition, value, ref('AWS::NoValue')] }, at);
}
