import type { TemplateNode } from '#core/template/node';
import { draftMap, getAtt, ref, sub, type Draft, type DraftMap } from '../draft';
import { at, entriesOf, entryOf, givenOf, isFalse, isPresent, itemsOf, stringOf } from '../node-reading';
import { expandConnector } from './connectors';
import { addAwsPolicy, defineRole, trustOf, type RoleDraft } from './role';
import { define, samResource, type SamResource, type Workspace } from './workspace';

const SERVICE = 'appsync.amazonaws.com';

/**
 * A GraphQL API with the roles of its data sources and the permissions of its authorizers; its keys carry no
 * permission, but may be referred to; resolvers, functions and caches are left out.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
 */
export function expandGraphQlApi(workspace: Workspace, resource: SamResource): void {
  const { logicalId, node, properties, own } = resource;
  const auth = entryOf(properties, 'Auth');
  define(workspace, logicalId, {
    type: 'AWS::AppSync::GraphQLApi',
    at: node,
    attributes: own,
    properties: {
      Name: givenOf(entryOf(properties, 'Name')) ?? logicalId,
      AuthenticationType: entryOf(auth, 'Type'),
      LambdaAuthorizerConfig: entryOf(auth, 'LambdaAuthorizer'),
      LogConfig: logConfig(workspace, resource),
      XrayEnabled: givenOf(entryOf(properties, 'XrayEnabled')),
    },
  });
  for (const [name, key] of entriesOf(entryOf(properties, 'ApiKeys'))) {
    const parts = { at: key, attributes: own, properties: { ApiId: getAtt(logicalId, 'ApiId') } };
    define(workspace, `${logicalId}${name}`, { type: 'AWS::AppSync::ApiKey', ...parts });
  }
  authorizers(auth).forEach((authorizer, index) => {
    connectAuthorizer(workspace, resource, { authorizer, id: `${logicalId}ToLambdaAuthConnector${index + 1}` });
  });
  for (const [name, source] of entriesOf(at(properties, 'DataSources', 'DynamoDb'))) {
    tableSource(workspace, resource, { name, source });
  }
  for (const [name, source] of entriesOf(at(properties, 'DataSources', 'Lambda'))) {
    functionSource(workspace, resource, { name, source });
  }
}

function logConfig(workspace: Workspace, { logicalId, node, properties, own }: SamResource): Draft | undefined {
  const logging = entryOf(properties, 'Logging');
  if (isFalse(logging)) return undefined;
  const given = entryOf(logging, 'CloudWatchLogsRoleArn');
  const level = givenOf(entryOf(logging, 'FieldLogLevel')) ?? 'ALL';
  if (isPresent(given)) return { FieldLogLevel: level, CloudWatchLogsRoleArn: given };
  const role: RoleDraft = { logicalId: `${logicalId}CloudWatchRole`, trust: trustOf(SERVICE), managed: [], inline: [] };
  const writable = { ...workspace, partition: '${AWS::Partition}' };
  addAwsPolicy(writable, role, { path: 'service-role/AWSAppSyncPushToCloudWatchLogs', at: logging ?? node });
  defineRole(workspace, role, { at: logging ?? node, attributes: own });
  return { FieldLogLevel: level, CloudWatchLogsRoleArn: getAtt(role.logicalId, 'Arn') };
}

/** The configurations of Lambda authorizers, the default one first. */
function authorizers(auth: TemplateNode | undefined): readonly TemplateNode[] {
  return [auth, ...itemsOf(entryOf(auth, 'Additional'))].flatMap((one) =>
    stringOf(entryOf(one, 'Type')) === 'AWS_LAMBDA' ? (entryOf(one, 'LambdaAuthorizer') ?? []) : [],
  );
}

interface NamedAuthorizer {
  readonly authorizer: TemplateNode;
  readonly id: string;
}

function connectAuthorizer(
  workspace: Workspace,
  { logicalId }: SamResource,
  { authorizer, id }: NamedAuthorizer,
): void {
  connect(workspace, id, {
    at: authorizer,
    source: { Type: 'AWS::AppSync::GraphQLApi', Arn: ref(logicalId), ResourceId: getAtt(logicalId, 'ApiId') },
    destination: { Type: 'AWS::Lambda::Function', Arn: entryOf(authorizer, 'AuthorizerUri') },
    permissions: ['Write'],
  });
}

interface ConnectorParts {
  readonly at: TemplateNode;
  readonly source: DraftMap;
  readonly destination: DraftMap;
  readonly permissions: Draft;
}

function connect(
  workspace: Workspace,
  id: string,
  { at: node, source, destination, permissions }: ConnectorParts,
): void {
  const properties = { Source: source, Destination: destination, Permissions: permissions };
  expandConnector(workspace, samResource(id, draftMap({ Properties: properties }, node)));
}

interface NamedSource {
  readonly name: string;
  readonly source: TemplateNode;
}

function tableSource(workspace: Workspace, resource: SamResource, { name, source }: NamedSource): void {
  const id = `${resource.logicalId}${name}DynamoDBDataSource`;
  const region = givenOf(entryOf(source, 'Region')) ?? ref('AWS::Region');
  const table = entryOf(source, 'TableName');
  const given = entryOf(source, 'TableArn');
  const arn = 'arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}';
  const permissions = entryOf(source, 'Permissions');
  defineSource(workspace, resource, {
    id,
    name,
    source,
    properties: { Type: 'AMAZON_DYNAMODB', DynamoDBConfig: { AwsRegion: region, TableName: table } },
    connector: {
      id: `${id}ToTableConnector`,
      type: 'AWS::DynamoDB::Table',
      arn: isPresent(given) ? given : sub(arn, { __TableName__: table, __Region__: region }),
      permissions: isPresent(permissions) ? permissions : ['Read', 'Write'],
    },
  });
}

function functionSource(workspace: Workspace, resource: SamResource, { name, source }: NamedSource): void {
  const id = `${resource.logicalId}${name}LambdaDataSource`;
  const arn = entryOf(source, 'FunctionArn');
  defineSource(workspace, resource, {
    id,
    name,
    source,
    properties: { Type: 'AWS_LAMBDA', LambdaConfig: { LambdaFunctionArn: arn } },
    connector: { id: `${id}ToLambdaConnector`, type: 'AWS::Lambda::Function', arn, permissions: ['Write'] },
  });
}

interface DataSource {
  readonly id: string;
  readonly name: string;
  readonly source: TemplateNode;
  readonly properties: DraftMap;
  readonly connector: {
    readonly id: string;
    readonly type: string;
    readonly arn: Draft | undefined;
    readonly permissions: Draft;
  };
}

function defineSource(
  workspace: Workspace,
  { logicalId, own }: SamResource,
  { id, name, source, properties, connector }: DataSource,
): void {
  const given = entryOf(source, 'ServiceRoleArn');
  const roleId = `${id}Role`;
  define(workspace, id, {
    type: 'AWS::AppSync::DataSource',
    at: source,
    attributes: own,
    properties: {
      ...properties,
      ApiId: getAtt(logicalId, 'ApiId'),
      Name: givenOf(entryOf(source, 'Name')) ?? name,
      ServiceRoleArn: isPresent(given) ? given : getAtt(roleId, 'Arn'),
    },
  });
  if (isPresent(given)) return;
  const role: RoleDraft = { logicalId: roleId, trust: trustOf(SERVICE), managed: [], inline: [] };
  defineRole(workspace, role, { at: source, attributes: own });
  connect(workspace, connector.id, {
    at: source,
    source: { Type: 'AWS::AppSync::DataSource', Arn: getAtt(id, 'DataSourceArn'), RoleName: ref(roleId) },
    destination: { Type: connector.type, Arn: connector.arn },
    permissions: connector.permissions,
  });
}
