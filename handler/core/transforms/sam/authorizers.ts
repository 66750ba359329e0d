import type { MapNode, TemplateNode } from '#core/template/node';
import { draftMap, draftNode, sub, type Draft, type DraftMap } from '../draft';
import { at, entriesOf, entryOf, givenOf, isPresent, isTrue, stringOf } from '../node-reading';
import { define, regionalArn, type Workspace } from './workspace';

interface ApiWithAuthorizers {
  readonly logicalId: string;
  readonly auth: TemplateNode | undefined;
  readonly apiId: Draft;
  readonly shared: DraftMap;
}

/**
 * Permissions for the Lambda authorizers of a REST API. AWS: they are there unless switched off; for an HTTP API it is
 * the other way round.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-lambdatokenauthorizer.html
 */
export function restAuthorizerPermissions(workspace: Workspace, api: ApiWithAuthorizers): void {
  for (const [name, authorizer] of entriesOf(entryOf(api.auth, 'Authorizers'))) {
    if (isPresent(entryOf(authorizer, 'DisableFunctionDefaultPermissions'))) continue;
    permitAuthorizer(workspace, api, { name, authorizer, arn: regionalArn(workspace, 'execute-api', AUTHORIZERS) });
  }
}

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-lambdaauthorizer.html */
export function httpAuthorizerPermissions(workspace: Workspace, api: ApiWithAuthorizers): void {
  for (const [name, authorizer] of entriesOf(entryOf(api.auth, 'Authorizers'))) {
    if (!isTrue(entryOf(authorizer, 'EnableFunctionDefaultPermissions'))) continue;
    permitAuthorizer(workspace, api, { name, authorizer, arn: PORTABLE_ARN });
  }
}

const AUTHORIZERS = '${__ApiId__}/authorizers/*';
const PORTABLE_ARN = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:${AUTHORIZERS}`;

interface NamedAuthorizer {
  readonly name: string;
  readonly authorizer: TemplateNode;
  readonly arn: string;
}

function permitAuthorizer(
  workspace: Workspace,
  api: ApiWithAuthorizers,
  { name, authorizer, arn }: NamedAuthorizer,
): void {
  const functionArn = entryOf(authorizer, 'FunctionArn');
  if (!isPresent(functionArn)) return;
  authorizerPermission(workspace, `${api.logicalId}${name}AuthorizerPermission`, {
    at: authorizer,
    functionArn,
    sourceArn: sub(arn, { __ApiId__: api.apiId }),
    shared: api.shared,
  });
}

interface AuthorizerPermission {
  readonly at: TemplateNode;
  readonly functionArn: Draft;
  readonly sourceArn: Draft;
  readonly shared: DraftMap;
}

function authorizerPermission(workspace: Workspace, logicalId: string, permission: AuthorizerPermission): void {
  define(workspace, logicalId, {
    type: 'AWS::Lambda::Permission',
    at: permission.at,
    attributes: permission.shared,
    properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: permission.functionArn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: permission.sourceArn,
    },
  });
}

/** The one authorizer of a WebSocket API. */
export function webSocketAuthorizerPermission(
  workspace: Workspace,
  { logicalId, auth, apiId, shared }: ApiWithAuthorizers,
): void {
  const functionArn = entryOf(auth, 'AuthArn');
  if (auth === undefined || !isPresent(functionArn) || isPresent(entryOf(auth, 'InvokeRole'))) return;
  const sourceArn = sub(PORTABLE_ARN, { __ApiId__: apiId });
  authorizerPermission(workspace, `${logicalId}AuthorizerPermission`, { at: auth, functionArn, sourceArn, shared });
}

/** The authorizers as an OpenAPI document defines them, as far as they invoke functions and some route asks for them. */
export function securityDefinitions(workspace: Workspace, auth: TemplateNode | undefined): MapNode | undefined {
  const authorizers = entryOf(auth, 'Authorizers');
  const definitions = new Map<string, Draft>();
  for (const [name, authorizer] of entriesOf(authorizers)) {
    const functionArn = entryOf(authorizer, 'FunctionArn');
    if (functionArn === undefined || !isAskedFor(workspace, auth, name)) continue;
    definitions.set(name, draftNode(definitionOf(workspace, authorizer, functionArn), authorizer));
  }
  return authorizers === undefined || definitions.size === 0 ? undefined : draftMap(definitions, authorizers);
}

function isAskedFor(workspace: Workspace, auth: TemplateNode | undefined, name: string): boolean {
  return [entryOf(auth, 'DefaultAuthorizer'), ...routeAuthorizers(workspace)].some((asked) =>
    asked?.kind === 'scalar' ? asked.text === name : asked !== undefined,
  );
}

function routeAuthorizers({ written }: Workspace): readonly (TemplateNode | undefined)[] {
  return [...written.values()].flatMap((resource) =>
    entriesOf(at(resource, 'Properties', 'Events')).map(([, event]) => at(event, 'Properties', 'Auth', 'Authorizer')),
  );
}

function definitionOf(workspace: Workspace, authorizer: TemplateNode, functionArn: TemplateNode): Draft {
  const uri = `arn:${workspace.partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${__FunctionArn__}/invocations`;
  const role =
    givenOf(entryOf(authorizer, 'FunctionInvokeRole')) ?? givenOf(at(authorizer, 'Identity', 'FunctionInvokeRole'));
  return {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authorizer': {
      type: (stringOf(entryOf(authorizer, 'FunctionPayloadType')) ?? 'TOKEN').toLowerCase(),
      authorizerUri: sub(uri, { __FunctionArn__: functionArn }),
      authorizerCredentials: role !== undefined && stringOf(role) !== 'NONE' ? role : undefined,
    },
  };
}
