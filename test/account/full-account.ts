import { accountFactSource, type FactSource } from '#account/fact-source';
import { factKey, type Fact, type FactRequest } from '#core/facts/facts';
import { SYSTEM_CLOCK, timeBudget } from '#hook/time-budget';
import type { Replies } from './fake-aws';

export const PLACE = { account: '111122223333', region: 'eu-west-1' };
export const TERMS = { now: () => 0, random: () => 0.01, keepMilliseconds: 60_000 };
export const document = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
});
const encoded = (action: string) => encodeURIComponent(JSON.stringify(document(action)));
export const ROLE = 'arn:aws:iam::111122223333:role/app/worker';
export const POLICY = 'arn:aws:iam::111122223333:policy/shared';
export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

export const CHANGE_SET = 'arn:aws:cloudformation:eu-west-1:111122223333:changeSet/update/1a2345b6';

export const bucketEncryption = (key: string, algorithm = 'aws:kms') =>
  `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>${key}<SSEAlgorithm>${algorithm}` +
  `</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>${String(key !== '')}</BucketKeyEnabled>` +
  '</Rule></ServerSideEncryptionConfiguration>';

type Page = Readonly<Record<string, unknown>>;
const page = (token: unknown, [first, second]: readonly [Page, Page]) => (token === undefined ? first : second);

/** An account in which everything that is read exists. */
export const ACCOUNT: Replies = {
  'cloudformation:ListExports': (input) =>
    page(input['NextToken'], [
      { Exports: [{ Name: 'a', Value: '1' }], NextToken: 'more' },
      { Exports: [{ Name: 'b', Value: '2' }] },
    ]),
  'cloudformation:GetTemplate': ({ TemplateStage, ChangeSetName, StackName }) => ({
    TemplateBody: `${String(TemplateStage)} of ${String(ChangeSetName ?? StackName)}`,
  }),
  'ssm:GetParameter': ({ Name }) =>
    Name === '/secret'
      ? { Parameter: { Name, Type: 'SecureString', Value: 'cipher' } }
      : { Parameter: { Name, Type: 'String', Value: 'plain' } },
  'iam:GetRole': {
    Role: {
      Arn: ROLE,
      RoleName: 'worker',
      AssumeRolePolicyDocument: encoded('sts:AssumeRole'),
      PermissionsBoundary: { PermissionsBoundaryArn: POLICY, PermissionsBoundaryType: 'PermissionsBoundaryPolicy' },
    },
  },
  'iam:ListRolePolicies': (input) =>
    page(input['Marker'], [
      { PolicyNames: ['one'], IsTruncated: true, Marker: 'more' },
      { PolicyNames: ['two'], IsTruncated: false },
    ]),
  'iam:GetRolePolicy': ({ PolicyName }) => ({ PolicyName, PolicyDocument: encoded(`s3:${String(PolicyName)}`) }),
  'iam:ListAttachedRolePolicies': { AttachedPolicies: [{ PolicyName: 'shared', PolicyArn: POLICY }] },
  'iam:GetPolicy': ({ PolicyArn }) => ({ Policy: { Arn: PolicyArn, DefaultVersionId: 'v3' } }),
  'iam:GetPolicyVersion': ({ VersionId }) => ({
    PolicyVersion: { VersionId, Document: encoded(`sqs:${String(VersionId)}`) },
  }),
  'lambda:GetPolicy': ({ path, Qualifier }) => ({
    Policy: JSON.stringify(document(`${String(path)} ${String(Qualifier)}`)),
  }),
  'lambda:GetFunctionConfiguration': ({ path, Qualifier }) => ({
    Role: `${ROLE} ${String(path)} ${String(Qualifier)}`,
    Environment: { Variables: { PASSWORD: 'never kept' } },
  }),
  's3:GetBucketPolicy': { body: JSON.stringify(document('s3:GetObject')) },
  's3:GetEncryptionConfiguration': { body: bucketEncryption(`<KMSMasterKeyID>${KEY}</KMSMasterKeyID>`) },
  'kms:DescribeKey': {
    KeyMetadata: { KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab', Arn: KEY, KeyManager: 'CUSTOMER' },
  },
  'kms:GetKeyPolicy': { Policy: JSON.stringify(document('kms:*')) },
  'sqs:GetQueueUrl': { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders' },
  'sqs:GetQueueAttributes': {
    Attributes: { Policy: JSON.stringify(document('sqs:SendMessage')), KmsMasterKeyId: 'alias/data' },
  },
  'sns:GetTopicAttributes': ({ TopicArn }) => ({
    Attributes: {
      entry: String(TopicArn).endsWith('encrypted')
        ? { key: 'KmsMasterKeyId', value: 'alias/aws/sns' }
        : { key: 'Policy', value: JSON.stringify(document('sns:Publish')) },
    },
  }),
  'secretsmanager:DescribeSecret': { Name: 'db', KmsKeyId: KEY },
  'dynamodb:DescribeTable': ({ TableName }) => ({
    Table: { TableName, SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: KEY } },
  }),
  'kinesis:DescribeStreamSummary': { StreamDescriptionSummary: { EncryptionType: 'KMS', KeyId: 'alias/data' } },
  'secretsmanager:GetResourcePolicy': { ResourcePolicy: JSON.stringify(document('secretsmanager:GetSecretValue')) },
  'dynamodb:GetResourcePolicy': { Policy: JSON.stringify(document('dynamodb:GetItem')) },
  'kinesis:GetResourcePolicy': { Policy: JSON.stringify(document('kinesis:GetRecords')) },
  'events:DescribeEventBus': { Policy: JSON.stringify(document('events:PutEvents')) },
  'organizations:DescribeOrganization': { Organization: { MasterAccountId: '999999999999' } },
  'organizations:ListParents': ({ ChildId }) => ({
    Parents: [{ Id: ChildId === '111122223333' ? 'ou-abcd-12345678' : 'r-abcd' }],
  }),
  'organizations:ListPoliciesForTarget': ({ TargetId, Filter }) => ({
    Policies: Filter === 'SERVICE_CONTROL_POLICY' ? [{ Id: `p-${String(TargetId)}` }] : [],
  }),
  'organizations:DescribePolicy': ({ PolicyId }) => ({
    Policy: { Content: JSON.stringify(document(String(PolicyId))) },
  }),
};

export const ACCOUNTS: FactRequest[] = [
  { kind: 'export', id: 'b' },
  { kind: 'ssm-parameter', id: '/caller' },
  { kind: 'iam-role', id: ROLE },
  { kind: 'managed-policy', id: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  { kind: 'function', id: 'arn:aws:lambda:eu-west-1:111122223333:function:called:live' },
  { kind: 'function-configuration', id: 'arn:aws:lambda:eu-west-1:111122223333:function:called' },
  { kind: 'bucket', id: 'arn:aws:s3:::data' },
  { kind: 'key', id: 'alias/data' },
  { kind: 'queue', id: 'arn:aws:sqs:eu-west-1:111122223333:orders' },
  { kind: 'topic', id: 'arn:aws:sns:eu-west-1:111122223333:orders' },
  { kind: 'resource-policy', id: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' },
  { kind: 'resource-policy', id: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders' },
  { kind: 'resource-policy', id: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders' },
  { kind: 'resource-policy', id: 'arn:aws:events:eu-west-1:111122223333:event-bus/orders' },
  { kind: 'encryption', id: 'arn:aws:s3:::data' },
  { kind: 'encryption', id: 'arn:aws:sqs:eu-west-1:111122223333:orders' },
  { kind: 'encryption', id: 'arn:aws:sns:eu-west-1:111122223333:encrypted' },
  { kind: 'encryption', id: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' },
  { kind: 'encryption', id: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders' },
  { kind: 'encryption', id: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders' },
  { kind: 'processed-template', id: 'shop' },
  { kind: 'processed-template', id: CHANGE_SET },
  { kind: 'organization-policies', id: '111122223333' },
];

export async function read(request: FactRequest, source: FactSource = accountFactSource(PLACE, TERMS)): Promise<Fact> {
  const facts = await source.read([request], timeBudget(20_000, SYSTEM_CLOCK));
  const dated = facts.get(factKey(request));
  if (dated === undefined) throw new Error('nothing was read');
  return dated.fact;
}
