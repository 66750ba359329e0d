import type { TemplateNode } from '#core/template/node';
import { ref, sub, type Draft } from '../draft';
import { entriesOf, entryOf, givenOf, isPresent, stringOf } from '../node-reading';
import { webSocketAuthorizerPermission } from './authorizers';
import { define, report, withParameters, type SamResource, type Workspace } from './workspace';

const API =
  'ApiKeySelectionExpression Description DisableExecuteApiEndpoint DisableSchemaValidation IpAddressType RouteSelectionExpression'.split(
    ' ',
  );
const STAGE = 'StageVariables AccessLogSettings DefaultRouteSettings RouteSettings'.split(' ');
const FUNCTION_URI = 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/';

/**
 * A WebSocket API with its routes, integrations and a permission for each.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html
 */
export function expandWebSocketApi(workspace: Workspace, resource: SamResource): void {
  const { logicalId, node, properties, shared } = resource;
  const stage = givenOf(entryOf(properties, 'StageName'));
  define(workspace, logicalId, {
    type: 'AWS::ApiGatewayV2::Api',
    at: node,
    attributes: resource.own,
    properties: {
      ...Object.fromEntries(API.map((name) => [name, givenOf(entryOf(properties, name))])),
      Name: givenOf(entryOf(properties, 'Name')) ?? logicalId,
      ProtocolType: 'WEBSOCKET',
    },
  });
  const stageName = stringOf(stage);
  const stageId = stage === undefined ? `${logicalId}DefaultStage` : `${logicalId}${stageName ?? ''}Stage`;
  define(workspace, stageId, {
    type: 'AWS::ApiGatewayV2::Stage',
    at: node,
    attributes: shared,
    properties: {
      ApiId: ref(logicalId),
      StageName: stage ?? 'default',
      AutoDeploy: true,
      ...Object.fromEntries(STAGE.map((name) => [name, givenOf(entryOf(properties, name))])),
    },
  });
  workspace.references.set(`${logicalId}.Stage`, stageId);
  const routes = entryOf(properties, 'Routes');
  for (const [key, written] of entriesOf(routes === undefined ? undefined : withParameters(workspace, routes))) {
    expandRoute(workspace, resource, { key, route: written, stage });
  }
  expandAuthorizer(workspace, resource);
}

interface WebSocketRoute {
  readonly key: string;
  readonly route: TemplateNode;
  readonly stage: TemplateNode | undefined;
}

function expandRoute(
  workspace: Workspace,
  { logicalId, shared }: SamResource,
  { key, route, stage }: WebSocketRoute,
): void {
  const functionArn = entryOf(route, 'FunctionArn');
  if (functionArn === undefined) {
    report(workspace, route, 'a route wants `FunctionArn`');
    return;
  }
  const name = key.startsWith('$') ? key.slice(1) : key;
  const id = `${logicalId}${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()}`;
  const common = { at: route, attributes: shared };
  define(workspace, `${id}Route`, {
    ...common,
    type: 'AWS::ApiGatewayV2::Route',
    properties: {
      ApiId: ref(logicalId),
      RouteKey: key,
      Target: { 'Fn::Join': ['/', ['integrations', ref(`${id}Integration`)]] },
    },
  });
  define(workspace, `${id}Integration`, {
    ...common,
    type: 'AWS::ApiGatewayV2::Integration',
    properties: {
      ApiId: ref(logicalId),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: sub(`${FUNCTION_URI}\${FunctionArn}/invocations`, { FunctionArn: functionArn }),
      TimeoutInMillis: givenOf(entryOf(route, 'IntegrationTimeout')),
    },
  });
  define(workspace, `${id}Permission`, {
    ...common,
    type: 'AWS::Lambda::Permission',
    properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: routeArn(logicalId, stage, key),
    },
  });
}

function routeArn(logicalId: string, stage: TemplateNode | undefined, key: string): Draft {
  const api = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${logicalId}.ApiId}`;
  const name = stage === undefined ? 'default' : stringOf(stage);
  return name === undefined
    ? sub(`${api}/\${__StageName__}/${key}`, { __StageName__: stage })
    : sub(`${api}/${name}/${key}`);
}

function expandAuthorizer(workspace: Workspace, { logicalId, properties, shared }: SamResource): void {
  const written = entryOf(properties, 'Auth');
  const auth = written === undefined ? undefined : withParameters(workspace, written);
  if (!isPresent(auth) || stringOf(entryOf(auth, 'AuthType'))?.toUpperCase() !== 'CUSTOM') return;
  const id = `${logicalId}ConnectAuthorizer`;
  define(workspace, id, {
    type: 'AWS::ApiGatewayV2::Authorizer',
    at: auth,
    attributes: shared,
    properties: {
      ApiId: ref(logicalId),
      AuthorizerType: 'REQUEST',
      AuthorizerCredentialsArn: givenOf(entryOf(auth, 'InvokeRole')),
      AuthorizerUri: sub(`${FUNCTION_URI}\${AuthArn}/invocations`, { AuthArn: entryOf(auth, 'AuthArn') }),
      IdentitySource: givenOf(entryOf(auth, 'IdentitySource')),
      Name: givenOf(entryOf(auth, 'Name')) ?? id,
    },
  });
  webSocketAuthorizerPermission(workspace, { logicalId, auth, apiId: ref(logicalId), shared });
}
