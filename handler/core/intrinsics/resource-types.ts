import { NEIGHBOUR_TYPES } from './neighbour-types';
import { byArn, ID, named, type ResourceType } from './resource-type';

const API = 'arn:{p}:execute-api:{r}:{a}:{id}';
const EVENTS = 'arn:{p}:events:{r}:{a}:';
const LAMBDA = 'arn:{p}:lambda:{r}:{a}:';
const REST_ID: ResourceType = { ref: '{id}', id: 'lower' };

const FUNCTION = named('FunctionName', `${LAMBDA}function:{name}`, { generated: 'stack', limit: 64 });
const TABLE = named('TableName', 'arn:{p}:dynamodb:{r}:{a}:table/{name}', {
  generated: 'stack',
  limit: 255,
  attributes: { Arn: '{arn}', StreamArn: '{arn}/stream/{StreamLabel}' },
});
const STATE_MACHINE = named('StateMachineName', 'arn:{p}:states:{r}:{a}:stateMachine:{name}', {
  generated: 'logical-id',
  ref: '{arn}',
  attributes: { Arn: '{arn}', Name: '{name}', StateMachineRevisionId: '{StateMachineRevisionId}' },
});
const KEY: ResourceType = {
  ref: '{id}',
  arn: 'arn:{p}:kms:{r}:{a}:key/{id}',
  attributes: { Arn: '{arn}', KeyId: '{id}' },
};
const REST_API: ResourceType = {
  ...REST_ID,
  arn: API,
  attributes: { RestApiId: '{id}', RootResourceId: '{RootResourceId}' },
};
const HTTP_API: ResourceType = { ...REST_ID, arn: API, attributes: { ApiId: '{id}' } };

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
const TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': FUNCTION,
  'AWS::Lambda::Alias': byArn('{function:FunctionName}:{=Name}', { AliasArn: '{arn}' }),
  'AWS::Lambda::Version': byArn('{function:FunctionName}:{Version}', { FunctionArn: '{arn}', Version: '{Version}' }),
  'AWS::Lambda::LayerVersion': named('LayerName', `${LAMBDA}layer:{name}:{Version}`, {
    ref: '{arn}',
    attributes: { LayerVersionArn: '{arn}' },
  }),
  'AWS::Lambda::Url': {
    ref: '{id}',
    id: 'any',
    attributes: {
      FunctionArn: '{function:TargetFunctionArn}',
      FunctionUrl: 'https://{UrlId}.lambda-url.{r}.on.aws/',
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    ref: '{id}',
    id: 'uuid',
    arn: `${LAMBDA}event-source-mapping:{id}`,
    attributes: { Id: '{id}', EventSourceMappingArn: '{arn}' },
  },
  'AWS::Lambda::CodeSigningConfig': byArn(`${LAMBDA}code-signing-config:{CodeSigningConfigId}`, {
    CodeSigningConfigArn: '{arn}',
    CodeSigningConfigId: '{CodeSigningConfigId}',
  }),

  'AWS::IAM::Role': named('RoleName', 'arn:{p}:iam::{a}:role{path}{name}', {
    generated: 'stack',
    limit: 64,
    attributes: { Arn: '{arn}', RoleId: '{RoleId}' },
  }),
  'AWS::IAM::User': named('UserName', 'arn:{p}:iam::{a}:user{path}{name}', { generated: 'stack', limit: 64 }),
  'AWS::IAM::Group': named('GroupName', 'arn:{p}:iam::{a}:group{path}{name}', { generated: 'stack', limit: 128 }),
  'AWS::IAM::InstanceProfile': named('InstanceProfileName', 'arn:{p}:iam::{a}:instance-profile{path}{name}', {
    generated: 'stack',
    limit: 128,
  }),
  'AWS::IAM::ManagedPolicy': named('ManagedPolicyName', 'arn:{p}:iam::{a}:policy{path}{name}', {
    generated: 'stack',
    limit: 128,
    ref: '{arn}',
    attributes: { PolicyArn: '{arn}' },
  }),

  'AWS::S3::Bucket': named('BucketName', 'arn:{p}:s3:::{name}', {
    generated: 'stack-lower',
    limit: 63,
    attributes: {
      Arn: '{arn}',
      DomainName: '{name}.s3.{s}',
      DualStackDomainName: '{name}.s3.dualstack.{r}.{s}',
      RegionalDomainName: '{name}.s3.{r}.{s}',
    },
  }),
  'AWS::S3::AccessPoint': named('Name', 'arn:{p}:s3:{r}:{a}:accesspoint/{name}', {
    attributes: { Arn: '{arn}', Name: '{name}', Alias: '{Alias}' },
  }),
  'AWS::S3ObjectLambda::AccessPoint': named('Name', 'arn:{p}:s3-object-lambda:{r}:{a}:accesspoint/{name}'),
  'AWS::S3Express::DirectoryBucket': named('BucketName', 'arn:{p}:s3express:{r}:{a}:bucket/{name}'),
  'AWS::SQS::Queue': named('QueueName', 'arn:{p}:sqs:{r}:{a}:{name}', {
    generated: 'stack',
    limit: 80,
    ref: 'https://sqs.{r}.{s}/{a}/{name}',
    attributes: { Arn: '{arn}', QueueName: '{name}', QueueUrl: '{ref}' },
  }),
  'AWS::SNS::Topic': named('TopicName', 'arn:{p}:sns:{r}:{a}:{name}', {
    generated: 'stack',
    limit: 256,
    ref: '{arn}',
    attributes: { TopicArn: '{arn}', TopicName: '{name}' },
  }),
  'AWS::DynamoDB::Table': TABLE,
  'AWS::DynamoDB::GlobalTable': { ...TABLE, attributes: { ...TABLE.attributes, TableId: '{TableId}' } },
  'AWS::Kinesis::Stream': named('Name', 'arn:{p}:kinesis:{r}:{a}:stream/{name}', { generated: 'stack', limit: 128 }),
  'AWS::Kinesis::StreamConsumer': byArn('{=StreamARN}/consumer/{=ConsumerName}:{ConsumerCreationTimestamp}', {
    ConsumerARN: '{arn}',
    ConsumerName: '{=ConsumerName}',
    StreamARN: '{=StreamARN}',
  }),
  'AWS::KinesisFirehose::DeliveryStream': named(
    'DeliveryStreamName',
    'arn:{p}:firehose:{r}:{a}:deliverystream/{name}',
    { generated: 'stack', limit: 64 },
  ),
  'AWS::KMS::Key': KEY,
  'AWS::KMS::ReplicaKey': KEY,
  'AWS::KMS::Alias': { ref: '{=AliasName}', arn: 'arn:{p}:kms:{r}:{a}:{=AliasName}', attributes: {} },
  'AWS::SecretsManager::Secret': named('Name', 'arn:{p}:secretsmanager:{r}:{a}:secret:{name}-{Suffix}', {
    ref: '{arn}',
    attributes: { Id: '{arn}' },
  }),
  'AWS::SecretsManager::SecretTargetAttachment': { ref: '{arn-in:SecretId}', attributes: {} },
  'AWS::SecretsManager::RotationSchedule': { ref: '{arn-in:SecretId}', attributes: {} },
  'AWS::SecretsManager::ResourcePolicy': { ref: '{arn-in:SecretId}', attributes: {} },
  'AWS::SSM::Parameter': named('Name', 'arn:{p}:ssm:{r}:{a}:parameter{slashed-name}', {
    attributes: { Type: '{=Type}', Value: '{=Value}' },
  }),
  'AWS::SSM::Document': named('Name', 'arn:{p}:ssm:{r}:{a}:document/{name}', { attributes: {} }),
  'AWS::StepFunctions::StateMachine': STATE_MACHINE,
  'AWS::StepFunctions::Activity': named('Name', 'arn:{p}:states:{r}:{a}:activity:{name}', {
    ref: '{arn}',
    attributes: { Arn: '{arn}', Name: '{name}' },
  }),
  'AWS::Events::Rule': named('Name', '{rule-arn}', { generated: 'stack', limit: 64, ref: '{rule-ref}' }),
  'AWS::Events::EventBus': named('Name', `${EVENTS}event-bus/{name}`, {
    attributes: { Arn: '{arn}', Name: '{name}' },
  }),
  'AWS::Events::Archive': named('ArchiveName', `${EVENTS}archive/{name}`, {
    attributes: { Arn: '{arn}', ArchiveName: '{name}' },
  }),
  'AWS::Events::Connection': named('Name', `${EVENTS}connection/{name}/{ConnectionId}`),
  'AWS::Events::ApiDestination': named('Name', `${EVENTS}api-destination/{name}/{ApiDestinationId}`),
  'AWS::Scheduler::Schedule': named('Name', 'arn:{p}:scheduler:{r}:{a}:schedule/{=GroupName|default}/{name}'),
  'AWS::Scheduler::ScheduleGroup': named('Name', 'arn:{p}:scheduler:{r}:{a}:schedule-group/{name}'),
  'AWS::Pipes::Pipe': named('Name', 'arn:{p}:pipes:{r}:{a}:pipe/{name}'),
  'AWS::Logs::LogGroup': named('LogGroupName', 'arn:{p}:logs:{r}:{a}:log-group:{name}', {
    generated: 'stack',
    limit: 512,
    attributes: { Arn: '{arn}:*' },
  }),
  'AWS::CloudWatch::Alarm': named('AlarmName', 'arn:{p}:cloudwatch:{r}:{a}:alarm:{name}', {
    generated: 'stack',
    limit: 255,
  }),
  'AWS::CloudWatch::CompositeAlarm': named('AlarmName', 'arn:{p}:cloudwatch:{r}:{a}:alarm:{name}'),

  'AWS::ApiGateway::RestApi': REST_API,
  'AWS::ApiGateway::Resource': { ...REST_ID, attributes: { ResourceId: '{id}' } },
  'AWS::ApiGateway::Deployment': { ...REST_ID, attributes: { DeploymentId: '{id}' } },
  'AWS::ApiGateway::Authorizer': { ...REST_ID, attributes: { AuthorizerId: '{id}' } },
  'AWS::ApiGateway::ApiKey': { ...REST_ID, attributes: { APIKeyId: '{id}' } },
  'AWS::ApiGateway::Stage': { ref: '{=StageName}' },
  'AWS::ApiGatewayV2::Api': HTTP_API,
  'AWS::ApiGatewayV2::Authorizer': { ...REST_ID, attributes: { AuthorizerId: '{id}' } },
  'AWS::ApiGatewayV2::Deployment': { ...REST_ID, attributes: { DeploymentId: '{id}' } },
  'AWS::ApiGatewayV2::Integration': { ...REST_ID, attributes: { IntegrationId: '{id}' } },
  'AWS::ApiGatewayV2::Route': { ...REST_ID, attributes: { RouteId: '{id}' } },
  'AWS::ApiGatewayV2::Stage': { ref: '{=StageName}' },

  'AWS::Cognito::UserPool': {
    ref: '{r}_{PoolId}',
    arn: 'arn:{p}:cognito-idp:{r}:{a}:userpool/{ref}',
    attributes: {
      Arn: '{arn}',
      ProviderName: 'cognito-idp.{r}.{s}/{ref}',
      ProviderURL: 'https://cognito-idp.{r}.{s}/{ref}',
      UserPoolId: '{ref}',
    },
  },
  'AWS::Cognito::UserPoolClient': { ref: '{id}', attributes: { ClientId: '{id}' } },
  'AWS::Cognito::IdentityPool': {
    ref: '{r}:{IdentityPoolId}',
    arn: 'arn:{p}:cognito-identity:{r}:{a}:identitypool/{ref}',
    attributes: { Id: '{ref}' },
  },
  'AWS::EFS::FileSystem': {
    ref: '{id}',
    arn: 'arn:{p}:elasticfilesystem:{r}:{a}:file-system/{id}',
    attributes: { Arn: '{arn}', FileSystemId: '{id}' },
  },
  'AWS::EFS::AccessPoint': {
    ref: '{id}',
    arn: 'arn:{p}:elasticfilesystem:{r}:{a}:access-point/{id}',
    attributes: { Arn: '{arn}', AccessPointId: '{id}' },
  },
  'AWS::MSK::Cluster': byArn('arn:{p}:kafka:{r}:{a}:cluster/{=ClusterName}/{ClusterUuid}', { Arn: '{arn}' }),
  'AWS::MSK::ServerlessCluster': byArn('arn:{p}:kafka:{r}:{a}:cluster/{=ClusterName}/{ClusterUuid}', { Arn: '{arn}' }),
  'AWS::AmazonMQ::Broker': {
    ref: '{id}',
    arn: 'arn:{p}:mq:{r}:{a}:broker:{=BrokerName}:{id}',
  },
  'AWS::ECR::Repository': named('RepositoryName', 'arn:{p}:ecr:{r}:{a}:repository/{name}', {
    attributes: { Arn: '{arn}', RepositoryUri: '{a}.dkr.ecr.{r}.{s}/{name}' },
  }),
  'AWS::AppSync::GraphQLApi': byArn('arn:{p}:appsync:{r}:{a}:apis/{ApiId}', { Arn: '{arn}', ApiId: '{ApiId}' }),
  'AWS::AppSync::Api': byArn('arn:{p}:appsync:{r}:{a}:apis/{ApiId}', { ApiArn: '{arn}', ApiId: '{ApiId}' }),
  'AWS::AppSync::DataSource': byArn('arn:{p}:appsync:{r}:{a}:apis/{=ApiId}/datasources/{=Name}', {
    DataSourceArn: '{arn}',
    Name: '{=Name}',
  }),
};

/** SAM's types carry the same names and answer `Ref` as what they become; used only where they were not expanded. */
const SAM_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Serverless::Function': FUNCTION,
  'AWS::Serverless::SimpleTable': TABLE,
  'AWS::Serverless::StateMachine': { ...STATE_MACHINE, name: 'Name' },
  'AWS::Serverless::Api': REST_API,
  'AWS::Serverless::HttpApi': HTTP_API,
};

/** Types that are not listed have a `Ref` and attributes of which nothing is known. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map([
  ...Object.entries(TYPES),
  ...Object.entries(NEIGHBOUR_TYPES),
  ...['InternetGateway', 'NatGateway', 'RouteTable'].map((type) => [`AWS::EC2::${type}`, ID] as const),
  ...Object.entries(SAM_TYPES),
]);
