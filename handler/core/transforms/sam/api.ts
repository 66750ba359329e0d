import type { MapNode, TemplateNode } from '#core/template/node';
import { draftNode, ref, type Draft, type DraftMap } from '../draft';
import { entriesOf, entryOf, givenOf, isPresent, stringOf } from '../node-reading';
import { httpAuthorizerPermissions, restAuthorizerPermissions } from './authorizers';
import { definitionBody } from './definition-body';
import { suffixOf } from './events/event';
import { expandUsagePlan } from './usage-plan';
import { define, withParameters, type SamResource, type Workspace } from './workspace';

const REST_PASSED_ON = [
  'Name Description BinaryMediaTypes MinimumCompressionSize FailOnWarnings Mode ApiKeySourceType Policy SecurityPolicy',
  'DisableExecuteApiEndpoint EndpointAccessMode',
]
  .join(' ')
  .split(' ');
const REST_STAGE =
  'StageName CacheClusterEnabled CacheClusterSize Variables MethodSettings AccessLogSetting CanarySetting TracingEnabled'.split(
    ' ',
  );

/**
 * A REST API with its deployment, stage and authorizer permissions and its usage plan; domains and the like carry no permission.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
 */
export function expandApi(workspace: Workspace, resource: SamResource): void {
  const { logicalId, node, properties, shared } = resource;
  const auth = entryOf(properties, 'Auth');
  define(workspace, logicalId, {
    type: 'AWS::ApiGateway::RestApi',
    at: node,
    attributes: resource.own,
    properties: {
      ...chosen(properties, REST_PASSED_ON),
      ...bodyOf(workspace, resource, 'rest'),
      ...endpointOf(properties),
    },
  });
  const deploymentId = `${logicalId}Deployment`;
  define(workspace, deploymentId, {
    type: 'AWS::ApiGateway::Deployment',
    at: node,
    attributes: shared,
    properties: { RestApiId: ref(logicalId) },
  });
  const stageId = stageIdOf(logicalId, stringOf(entryOf(properties, 'StageName')));
  define(workspace, stageId, {
    type: 'AWS::ApiGateway::Stage',
    at: node,
    attributes: shared,
    properties: { RestApiId: ref(logicalId), DeploymentId: ref(deploymentId), ...chosen(properties, REST_STAGE) },
  });
  workspace.references.set(`${logicalId}.Stage`, stageId).set(`${logicalId}.Deployment`, deploymentId);
  const resolved = auth === undefined ? undefined : withParameters(workspace, auth);
  restAuthorizerPermissions(workspace, { logicalId, auth: resolved, apiId: ref(logicalId), shared });
  expandUsagePlan(workspace, resource);
}

const HTTP_STAGE = 'StageVariables AccessLogSettings DefaultRouteSettings RouteSettings'.split(' ');

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html */
export function expandHttpApi(workspace: Workspace, resource: SamResource): void {
  const { logicalId, node, properties, shared } = resource;
  define(workspace, logicalId, {
    type: 'AWS::ApiGatewayV2::Api',
    at: node,
    attributes: resource.own,
    properties: { ...chosen(properties, ['FailOnWarnings']), ...bodyOf(workspace, resource, 'http') },
  });
  const name = entryOf(properties, 'StageName');
  const stageId = isPresent(name) ? stageIdOf(logicalId, stringOf(name)) : `${logicalId}ApiGatewayDefaultStage`;
  define(workspace, stageId, {
    type: 'AWS::ApiGatewayV2::Stage',
    at: node,
    attributes: shared,
    properties: {
      ApiId: ref(logicalId),
      StageName: isPresent(name) ? name : '$default',
      AutoDeploy: true,
      ...chosen(properties, HTTP_STAGE),
    },
  });
  workspace.references.set(`${logicalId}.Stage`, stageId);
  httpAuthorizerPermissions(workspace, { logicalId, auth: entryOf(properties, 'Auth'), apiId: ref(logicalId), shared });
}

/** AWS: a stage whose name is an intrinsic function is called `<Api>Stage`. */
function stageIdOf(logicalId: string, name: string | undefined): string {
  if (name === undefined) return `${logicalId}Stage`;
  if (name === '$default') return `${logicalId}ApiGatewayDefaultStage`;
  const suffix = suffixOf(name);
  return suffix === name ? `${logicalId}${name}Stage` : `${logicalId}Stage${suffix}`;
}

function chosen(properties: MapNode, names: readonly string[]): DraftMap {
  return Object.fromEntries(names.map((name) => [name, givenOf(entryOf(properties, name))]));
}

function bodyOf(workspace: Workspace, resource: SamResource, dialect: 'rest' | 'http'): DraftMap {
  const uri = entryOf(resource.properties, 'DefinitionUri');
  if (!isPresent(uri)) return { Body: definitionBody(workspace, resource, dialect) };
  return { BodyS3Location: s3Location(uri) };
}

const S3_SCHEME = 's3://';

/** A place in S3 as CloudFormation writes it; a local path stays what it is. */
export function s3Location(uri: TemplateNode): TemplateNode {
  const text = stringOf(uri);
  if (text?.startsWith(S3_SCHEME) !== true) return uri;
  const [bucket = '', ...path] = text.slice(S3_SCHEME.length).split('/');
  return draftNode({ Bucket: bucket, Key: path.join('/') }, uri);
}

function endpointOf(properties: MapNode): DraftMap {
  const written = entryOf(properties, 'EndpointConfiguration');
  if (!isPresent(written)) return {};
  const type: Draft | undefined = written.kind === 'map' ? (entryOf(written, 'Type') ?? written) : written;
  if (type === written && written.kind === 'map') return { EndpointConfiguration: written };
  const endpoints = entriesOf(written).find(([name]) => name === 'VPCEndpointIds' || name === 'VpcEndpointIds');
  return { EndpointConfiguration: { Types: [type], VpcEndpointIds: endpoints?.[1] } };
}
