/** What function code does to the resources of a service. */
export interface DataAccess {
  /** Types of resources of a template whose name an environment variable may hold. */
  readonly types: readonly string[];
  /** Asked for where a statement of a function's role names them. */
  readonly asked: readonly string[];
  /** Code that is handed the name of a resource does at least one of these. */
  readonly anyOf: readonly string[];
  /** The same for another form of the resource, e.g. for the bucket beside its objects. */
  readonly orOn?: readonly string[];
  /** A function can do nothing with the resource but as its role: no token, key or public address serves instead. */
  readonly isUsedAsRole?: boolean;
}

function actions(prefix: string, names: string): readonly string[] {
  return names.split(' ').map((name) => `${prefix}:${name}`);
}

const READ_TABLE = actions('dynamodb', 'GetItem Query Scan BatchGetItem');
const WRITE_TABLE = actions('dynamodb', 'PutItem UpdateItem DeleteItem BatchWriteItem');

export const TABLE: DataAccess = {
  types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  isUsedAsRole: true,
  asked: [...READ_TABLE, ...WRITE_TABLE],
  anyOf: [
    ...READ_TABLE,
    ...WRITE_TABLE,
    ...actions(
      'dynamodb',
      'ConditionCheckItem PartiQLSelect PartiQLInsert PartiQLUpdate PartiQLDelete DescribeTable UpdateTable UpdateTimeToLive ExportTableToPointInTime CreateBackup',
    ),
  ],
  orOn: actions('dynamodb', 'Query Scan'),
};

export const QUEUE: DataAccess = {
  types: ['AWS::SQS::Queue'],
  isUsedAsRole: true,
  asked: actions('sqs', 'SendMessage ReceiveMessage DeleteMessage'),
  anyOf: actions(
    'sqs',
    'SendMessage ReceiveMessage DeleteMessage GetQueueAttributes GetQueueUrl ChangeMessageVisibility PurgeQueue SetQueueAttributes StartMessageMoveTask',
  ),
};

export const TOPIC: DataAccess = {
  types: ['AWS::SNS::Topic'],
  isUsedAsRole: true,
  asked: actions('sns', 'Publish'),
  anyOf: actions('sns', 'Publish Subscribe ListSubscriptionsByTopic GetTopicAttributes SetTopicAttributes'),
};

export const EVENT_BUS: DataAccess = {
  types: ['AWS::Events::EventBus'],
  isUsedAsRole: true,
  asked: actions('events', 'PutEvents'),
  anyOf: actions('events', 'PutEvents DescribeEventBus UpdateEventBus'),
};

export const SECRET: DataAccess = {
  types: ['AWS::SecretsManager::Secret'],
  isUsedAsRole: true,
  asked: actions('secretsmanager', 'GetSecretValue PutSecretValue'),
  anyOf: actions('secretsmanager', 'GetSecretValue PutSecretValue UpdateSecret DescribeSecret RotateSecret'),
};

export const PARAMETER: DataAccess = {
  types: ['AWS::SSM::Parameter'],
  isUsedAsRole: true,
  asked: actions('ssm', 'GetParameter GetParameters PutParameter'),
  anyOf: actions(
    'ssm',
    'GetParameter GetParameters GetParametersByPath GetParameterHistory PutParameter DeleteParameter',
  ),
};

export const STATE_MACHINE: DataAccess = {
  types: ['AWS::StepFunctions::StateMachine'],
  isUsedAsRole: true,
  asked: actions('states', 'StartExecution StartSyncExecution'),
  anyOf: actions('states', 'StartExecution StartSyncExecution DescribeStateMachine ListExecutions UpdateStateMachine'),
  orOn: actions('states', 'DescribeExecution StopExecution RedriveExecution GetExecutionHistory'),
};

export const STREAM: DataAccess = {
  types: ['AWS::Kinesis::Stream'],
  isUsedAsRole: true,
  asked: actions('kinesis', 'PutRecord PutRecords'),
  anyOf: actions(
    'kinesis',
    'PutRecord PutRecords GetRecords GetShardIterator DescribeStream DescribeStreamSummary ListShards UpdateShardCount',
  ),
};

export const DELIVERY_STREAM: DataAccess = {
  types: ['AWS::KinesisFirehose::DeliveryStream'],
  isUsedAsRole: true,
  asked: actions('firehose', 'PutRecord PutRecordBatch'),
  anyOf: actions('firehose', 'PutRecord PutRecordBatch DescribeDeliveryStream UpdateDestination'),
};

export const USER_POOL: DataAccess = {
  types: ['AWS::Cognito::UserPool'],
  asked: actions(
    'cognito-idp',
    'AdminGetUser AdminCreateUser AdminDeleteUser AdminUpdateUserAttributes AdminAddUserToGroup AdminInitiateAuth ListUsers',
  ),
  anyOf: actions(
    'cognito-idp',
    'AdminGetUser ListUsers AdminInitiateAuth AdminCreateUser AdminSetUserPassword AdminUpdateUserAttributes AdminAddUserToGroup AdminListGroupsForUser DescribeUserPool',
  ),
};

export const GRAPHQL_API: DataAccess = {
  types: ['AWS::AppSync::GraphQLApi'],
  asked: actions('appsync', 'GraphQL'),
  anyOf: actions('appsync', 'GraphQL'),
};

export const MAIL_IDENTITY: DataAccess = {
  types: ['AWS::SES::EmailIdentity'],
  asked: actions('ses', 'SendEmail SendRawEmail SendTemplatedEmail SendBulkEmail SendBulkTemplatedEmail'),
  anyOf: actions(
    'ses',
    'SendEmail SendRawEmail SendTemplatedEmail SendBulkEmail SendBulkTemplatedEmail GetEmailIdentity',
  ),
};

export const CONFIGURATION: DataAccess = {
  types: ['AWS::AppConfig::Application'],
  asked: actions('appconfig', 'StartConfigurationSession GetLatestConfiguration'),
  anyOf: [],
};

export const TASK_DEFINITION: DataAccess = {
  types: ['AWS::ECS::TaskDefinition'],
  asked: actions('ecs', 'RunTask'),
  anyOf: actions('ecs', 'RunTask StartTask'),
};

export const API: DataAccess = {
  types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
  asked: actions('execute-api', 'Invoke'),
  anyOf: actions('execute-api', 'Invoke'),
};

export const ROLE: DataAccess = {
  types: ['AWS::IAM::Role'],
  asked: actions('sts', 'AssumeRole'),
  anyOf: [],
};

export const CLUSTER: DataAccess = {
  types: ['AWS::RDS::DBCluster'],
  asked: actions(
    'rds-data',
    'ExecuteStatement BatchExecuteStatement BeginTransaction CommitTransaction RollbackTransaction',
  ),
  anyOf: [],
};

/** Written, read and listed are rules of their own; this is what is left, and what an environment variable shows. */
export const BUCKET: DataAccess = {
  types: ['AWS::S3::Bucket'],
  isUsedAsRole: true,
  asked: actions('s3', 'DeleteObject'),
  anyOf: actions(
    's3',
    'GetObject PutObject DeleteObject GetObjectVersion GetObjectTagging PutObjectTagging GetObjectAttributes DeleteObjectVersion AbortMultipartUpload',
  ),
  orOn: actions(
    's3',
    'ListBucket GetBucketLocation PutBucketNotification ListBucketVersions GetBucketPolicy PutBucketPolicy',
  ),
};

const ELSEWHERE = actions('s3', 'GetObject PutObject ListBucket');

/** Actions that rules of their own ask for where a function's role names them. */
export const ASKED_OF_FUNCTIONS: ReadonlySet<string> = new Set(
  [
    TABLE,
    QUEUE,
    TOPIC,
    EVENT_BUS,
    SECRET,
    PARAMETER,
    STATE_MACHINE,
    STREAM,
    DELIVERY_STREAM,
    USER_POOL,
    GRAPHQL_API,
    BUCKET,
    MAIL_IDENTITY,
    CONFIGURATION,
    TASK_DEFINITION,
    API,
  ]
    .flatMap(({ asked }) => asked)
    .concat(ELSEWHERE)
    .map((action) => action.toLowerCase()),
);
