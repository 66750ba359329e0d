import { knownAction } from '#core/aws/actions';
import type { CodeInput, CodeText, SdkCall } from './sdk-call';

/** What a call of an SDK asks IAM for. */
export interface SdkAccess {
  /** As IAM spells it. */
  readonly action: string;
  /** What the call names: a name, an ARN or a URL; undefined where the code does not show it. */
  readonly name: CodeText | undefined;
  /** An index of the table that is read in its place; `some` where the code does not show which. */
  readonly index?: CodeText | 'some' | undefined;
}

/** Operations that are not checked as the action of their name; to none where nothing is checked. */
const ACTIONS: Readonly<Record<string, string>> = {
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:HeadObject': 's3:GetObject',
  's3:SelectObjectContent': 's3:GetObject',
  's3:Upload': 's3:PutObject',
  's3:CopyObject': 's3:PutObject',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:UploadPart': 's3:PutObject',
  's3:UploadPartCopy': 's3:PutObject',
  's3:CompleteMultipartUpload': 's3:PutObject',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:PutBucketNotificationConfiguration': 's3:PutBucketNotification',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  'lambda:Invoke': 'lambda:InvokeFunction',
  'lambda:InvokeAsync': 'lambda:InvokeFunction',
  'lambda:InvokeWithResponseStream': 'lambda:InvokeFunction',
  'dynamodb:ExecuteStatement': '',
  'dynamodb:BatchExecuteStatement': '',
  'dynamodb:ExecuteTransaction': '',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
  'sns:PublishBatch': 'sns:Publish',
  'sts:GetCallerIdentity': '',
  'bedrock:Converse': 'bedrock:InvokeModel',
  'bedrock:ConverseStream': 'bedrock:InvokeModelWithResponseStream',
  'execute-api:PostToConnection': 'execute-api:ManageConnections',
  'execute-api:GetConnection': 'execute-api:ManageConnections',
  'execute-api:DeleteConnection': 'execute-api:ManageConnections',
};

const BY_OPERATION = new Map(Object.entries(ACTIONS).map(([name, action]) => [name.toLowerCase(), action]));

/**
 * Operations that anybody may call, signed or not.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
 */
const PUBLIC =
  /^(?:cognito-idp:(?:initiateauth|respondtoauthchallenge|signup|confirmsignup|resendconfirmationcode|forgotpassword|confirmforgotpassword|getuser|changepassword|updateuserattributes|deleteuser|globalsignout|revoketoken|verifyuserattribute|associatesoftwaretoken|verifysoftwaretoken|setusermfapreference|getuserattributeverificationcode|deleteuserattributes|listdevices|getdevice|forgetdevice|confirmdevice|updatedevicestatus)|cognito-identity:(?:getid|getcredentialsforidentity|getopenidtoken|unlinkidentity))$/;

/** Inputs that name what a call of the service is done to, the first that is there. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  s3: ['Bucket'],
  dynamodb: ['TableName'],
  sqs: ['QueueUrl', 'QueueName'],
  sns: ['TopicArn', 'TargetArn'],
  lambda: ['FunctionName'],
  states: ['stateMachineArn'],
  events: [],
  secretsmanager: ['SecretId'],
  ssm: ['Name', 'Path'],
  kinesis: ['StreamARN', 'StreamName'],
  firehose: ['DeliveryStreamName'],
  kms: ['KeyId'],
  'cognito-idp': ['UserPoolId'],
  'rds-data': ['resourceArn'],
  sts: ['RoleArn'],
  ecs: ['taskDefinition'],
};
const NAMING = new Map(Object.entries(NAMES));

/** What IAM is asked when the call is made; nothing for an operation that is not known here. */
export function accessesOf(call: SdkCall): readonly SdkAccess[] {
  const operation = `${call.service}:${call.operation}`;
  if (PUBLIC.test(operation.toLowerCase())) return [];
  const special = SPECIAL.get(operation.toLowerCase());
  if (special !== undefined) return special(call.input);
  const action = knownAction(BY_OPERATION.get(operation.toLowerCase()) ?? operation)?.name;
  return action === undefined ? [] : [{ action, name: nameIn(call.input, NAMING.get(call.service) ?? []) }];
}

function nameIn(input: CodeInput, names: readonly string[]): CodeText | undefined {
  for (const name of names) {
    const value = entryOf(input, name);
    if (value !== undefined) return textIn(value);
  }
  return undefined;
}

function entryOf(input: CodeInput | undefined, name: string): CodeInput | undefined {
  if (input?.kind !== 'record') return undefined;
  return input.entries.find(({ key }) => key.length === 1 && key[0] === name)?.value;
}

function textIn(input: CodeInput | undefined): CodeText | undefined {
  return input?.kind === 'text' ? input.text : undefined;
}

type Special = (input: CodeInput) => readonly SdkAccess[];

/** Operations whose input says which actions they take, and on what. */
const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['s3:copyobject', copies],
  ['s3:getobject', (input) => objectRead(input)],
  ['dynamodb:query', (input) => inTableOrIndex(input, 'dynamodb:Query')],
  ['dynamodb:scan', (input) => inTableOrIndex(input, 'dynamodb:Scan')],
  ['dynamodb:batchgetitem', (input) => onTables(input, 'dynamodb:BatchGetItem')],
  ['dynamodb:batchwriteitem', (input) => onTables(input, 'dynamodb:BatchWriteItem')],
  ['dynamodb:transactgetitems', (input) => inTransaction(input)],
  ['dynamodb:transactwriteitems', (input) => inTransaction(input)],
  ['events:putevents', (input) => onBuses(input)],
  ['sns:publish', (input) => published(input)],
  ['ssm:getparameters', (input) => parametersRead(input)],
]);

/** AWS: a version of an object is read by an action of its own. */
function objectRead(input: CodeInput): readonly SdkAccess[] {
  const action = entryOf(input, 'VersionId') === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return [{ action, name: textIn(entryOf(input, 'Bucket')) }];
}

/** The source is `bucket/key`, or names the two apart. */
function copies(input: CodeInput): readonly SdkAccess[] {
  const source = entryOf(input, 'CopySource');
  const [first, ...rest] = textIn(source) ?? [];
  const apart = textIn(entryOf(source, 'Bucket'));
  const slash = typeof first === 'string' ? first.indexOf('/') : -1;
  const together =
    first === undefined ? undefined : typeof first === 'string' ? bucketBefore(first, slash) : next(first, rest);
  return [
    { action: 's3:PutObject', name: textIn(entryOf(input, 'Bucket')) },
    { action: 's3:GetObject', name: apart ?? together },
  ];
}

function bucketBefore(text: string, slash: number): CodeText | undefined {
  return slash > 0 ? [text.slice(0, slash)] : undefined;
}

function next(first: CodeText[number], rest: CodeText): CodeText | undefined {
  const [second] = rest;
  return typeof second === 'string' && second.startsWith('/') ? [first] : undefined;
}

/** AWS: a query or scan of an index is asked of the index alone. */
function inTableOrIndex(input: CodeInput, action: string): readonly SdkAccess[] {
  const index = entryOf(input, 'IndexName');
  const name = textIn(entryOf(input, 'TableName'));
  return [{ action, name, index: index === undefined ? undefined : (textIn(index) ?? 'some') }];
}

function onTables(input: CodeInput, action: string): readonly SdkAccess[] {
  const items = entryOf(input, 'RequestItems');
  if (items?.kind === 'record' && items.entries.length > 0)
    return items.entries.map(({ key }) => ({ action, name: key }));
  return [{ action, name: textIn(entryOf(input, 'TableName')) }];
}

const IN_TRANSACTION: ReadonlyMap<string, string> = new Map([
  ['Get', 'dynamodb:GetItem'],
  ['Put', 'dynamodb:PutItem'],
  ['Update', 'dynamodb:UpdateItem'],
  ['Delete', 'dynamodb:DeleteItem'],
  ['ConditionCheck', 'dynamodb:ConditionCheckItem'],
]);

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
function inTransaction(input: CodeInput): readonly SdkAccess[] {
  const items = entryOf(input, 'TransactItems');
  if (items?.kind !== 'list') return [];
  return items.items.flatMap((item) =>
    [...IN_TRANSACTION].flatMap(([kind, action]) => {
      const inner = entryOf(item, kind);
      return inner === undefined ? [] : [{ action, name: textIn(entryOf(inner, 'TableName')) }];
    }),
  );
}

/** An entry that names no bus goes to the default one. */
function onBuses(input: CodeInput): readonly SdkAccess[] {
  const entries = entryOf(input, 'Entries');
  const action = 'events:PutEvents';
  if (entries?.kind !== 'list' || entries.items.length === 0) return [{ action, name: undefined }];
  return entries.items.map((entry) => {
    const bus = entryOf(entry, 'EventBusName');
    const isDefault = bus === undefined && entry.kind === 'record' && !entry.isOpen;
    return { action, name: isDefault ? ['default'] : textIn(bus) };
  });
}

/** AWS: a text to a telephone is published to no topic. */
function published(input: CodeInput): readonly SdkAccess[] {
  if (entryOf(input, 'PhoneNumber') !== undefined) return [];
  return [{ action: 'sns:Publish', name: nameIn(input, NAMING.get('sns') ?? []) }];
}

function parametersRead(input: CodeInput): readonly SdkAccess[] {
  const names = entryOf(input, 'Names');
  const action = 'ssm:GetParameters';
  if (names?.kind !== 'list' || names.items.length === 0) return [{ action, name: undefined }];
  return names.items.map((name) => ({ action, name: textIn(name) }));
}
