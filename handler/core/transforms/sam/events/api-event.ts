import type { TemplateNode } from '#core/template/node';
import { ref, sub, type Draft } from '../../draft';
import { at, entryOf, isPresent, presentOf, stringOf } from '../../node-reading';
import {
  addRoute,
  apiIdOf,
  conditional,
  invocationUri,
  normalMethod,
  REST_API,
  withoutTrailingSlash,
} from '../api-routes';
import { regionalArn, report, type Workspace } from '../workspace';
import { permit, type FunctionEvent } from './event';

/**
 * A method of a REST API that invokes the function, with the permission for any stage.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html
 */
export function apiEvent(event: FunctionEvent): void {
  const { workspace, node, properties } = event;
  const api = entryOf(properties, 'RestApiId') ?? ref(REST_API);
  const [path, method] = [stringOf(entryOf(properties, 'Path')), stringOf(entryOf(properties, 'Method'))];
  if (path === undefined || method === undefined) {
    report(workspace, node, 'an `Api` event wants `Path` and `Method`');
    return;
  }
  const apiId = restApiId(properties);
  if (apiId !== undefined && !workspace.resources.has(apiId)) {
    report(workspace, node, `\`RestApiId\` names \`${apiId}\`, which is no API of this template`);
  }
  const verb = method.toLowerCase() === 'any' ? '*' : method.toUpperCase();
  const resource = `\${__ApiId__}/\${__Stage__}/${verb}${withoutParameters(withoutTrailingSlash(path))}`;
  permit(event, {
    principal: 'apigateway.amazonaws.com',
    sourceArn: sub(regionalArn(workspace, 'execute-api', resource), { __ApiId__: api, __Stage__: '*' }),
    suffix: stageSuffix(workspace, apiId),
  });
  if (apiId !== undefined) addApiRoute(event, apiId, { path, method });
}

/** The logical id of the event's API; nothing where an intrinsic function names it that only deployment resolves. */
export function restApiId(properties: TemplateNode): string | undefined {
  const api = entryOf(properties, 'RestApiId');
  return api === undefined ? REST_API : apiIdOf(api);
}

/** AWS: a parameter of the path stands for any text in the permission. */
function withoutParameters(path: string): string {
  return path.replace(/\{[a-zA-Z0-9._-]+\+?\}/g, '*');
}

/** AWS: the stage is part of the permission's id, though the permission is for every stage. */
function stageSuffix(workspace: Workspace, apiId: string | undefined): string {
  if (apiId === undefined) return 'AllStages';
  return stringOf(at(workspace.resources.get(apiId), 'Properties', 'StageName')) ?? 'Stage';
}

interface PathAndMethod {
  readonly path: string;
  readonly method: string;
}

function addApiRoute(
  { workspace, node, properties, target }: FunctionEvent,
  apiId: string,
  { path, method }: PathAndMethod,
): void {
  const condition = target.shared['Condition'];
  const streams = stringOf(entryOf(properties, 'ResponseTransferMode')) === 'RESPONSE_STREAM';
  const uri = streams
    ? invocationUri(workspace, target.arnText, '2021-11-15/functions/*/response-streaming-invocations')
    : invocationUri(workspace, target.arnText);
  const integration = {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: conditional(condition, uri, node),
    credentials: integrationCredentials(
      workspace,
      entryOf(properties, 'Auth'),
      at(workspace.resources.get(apiId), 'Properties', 'Auth'),
    ),
  };
  addRoute(workspace, apiId, {
    path,
    method: normalMethod(method),
    operation: conditional(condition, { 'x-amazon-apigateway-integration': integration, responses: {} }, node),
    functionId: target.aliasId === undefined ? target.functionId : undefined,
  });
}

/** AWS: with IAM authorization API Gateway invokes the function as the caller, unless `InvokeRole` says otherwise. */
function integrationCredentials(
  workspace: Workspace,
  ofMethod: TemplateNode | undefined,
  ofApi: TemplateNode | undefined,
): Draft | undefined {
  const authorizer = stringOf(entryOf(ofMethod, 'Authorizer'));
  const byDefault = !isPresent(ofMethod) && stringOf(entryOf(ofApi, 'DefaultAuthorizer')) === 'AWS_IAM';
  if (authorizer !== 'AWS_IAM' && !byDefault) return undefined;
  const role = roleOf(ofMethod) ?? roleOf(ofApi) ?? 'CALLER_CREDENTIALS';
  const name = typeof role === 'string' ? role : stringOf(role);
  if (name === 'NONE') return undefined;
  if (name !== 'CALLER_CREDENTIALS') return role;
  const caller = `arn:${workspace.partition}:iam::*:user/*`;
  return workspace.partition.startsWith('$') ? sub(caller) : caller;
}

function roleOf(auth: TemplateNode | undefined): TemplateNode | 'NONE' | undefined {
  const written = entryOf(auth, 'InvokeRole');
  return written === undefined ? undefined : (presentOf(written) ?? 'NONE');
}
