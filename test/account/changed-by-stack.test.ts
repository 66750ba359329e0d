import {
  arnOf,
  encrypted,
  KEY,
  keyFacts,
  policy,
  QUEUE,
  REGION,
  ROOT,
  TOPIC,
  worker,
  type Statement,
} from './encrypted';
import { ACCOUNT, allow, found, judged, QUEUE_ACTIONS, ROLE, TRUST, type Case } from './judged';

const NEW_KEY_ID = '9999abcd-12ab-34cd-56ef-1234567890ab';
const NEW_KEY = arnOf('kms', `key/${NEW_KEY_ID}`);
const KEY_ID = KEY.slice(KEY.indexOf('/') + 1);
const URL = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/orders`;
const GENERATED = arnOf('sqs', 'shop-Orders-AbCdEfGhIjKl');
const SEND: Statement = ['sqs:SendMessage', QUEUE];
const USE_KEY = (key: unknown): Statement => [['kms:GenerateDataKey', 'kms:Decrypt'], key];
const nobody = [{ ...ROOT, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` } }];
const keyOfStack = (statement: object) => ({
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: { KeyPolicy: { Version: '2012-10-17', Statement: [statement] } },
  },
});
const mapping = (FunctionName: unknown) => ({
  Orders: { Type: 'AWS::SQS::Queue' },
  Poll: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName, EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] } },
  },
});
const pollerRole = (name: string, statements: readonly Statement[]) => ({
  [name]: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: TRUST, Policies: statements.length === 0 ? [] : [policy(...statements)] },
  },
});
const poller = (role: string) => ({
  Worker: {
    Type: 'AWS::Lambda::Function',
    Properties: { Role: { 'Fn::GetAtt': [role, 'Arn'] }, Code: { ZipFile: '' } },
  },
});
const liveRole = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const own = { Worker: 'shop-Worker-AbCdEfGhIjKl', Role: 'shop-Role-AbCdEfGhIjKl' };
const workerFacts = {
  [`iam-role:${liveRole('shop-Role-AbCdEfGhIjKl')}`]: found({ trust: TRUST, policies: [] }),
  [`function:${arnOf('lambda', 'function:shop-Worker-AbCdEfGhIjKl')}`]: { status: 'absent' } as const,
};
const newKey = found({ arn: NEW_KEY, manager: 'CUSTOMER', policy: { Version: '2012-10-17', Statement: [ROOT] } });
const subscribed = {
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { Protocol: 'sqs', TopicArn: TOPIC, Endpoint: QUEUE },
  },
};

/** What the account says is so until the deployment changes it. */
describe('what the account says of something that the deployment itself changes', () => {
  it.each<Case & { name: string }>([
    {
      name: 'an alias that gets another key, outside of the stack',
      resources: {
        ...worker(SEND, USE_KEY(NEW_KEY), ['sqs:SendMessage', { 'Fn::GetAtt': ['Orders', 'Arn'] }]),
        Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/data', TargetKeyId: NEW_KEY_ID } },
        Orders: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: 'alias/data' } },
      },
      before: { Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/data', TargetKeyId: KEY } } },
      facts: { ...keyFacts(), [`key:${NEW_KEY}`]: newKey },
      deployed: new Map([['Alias', 'alias/data']]),
    },
    {
      name: 'an alias of the stack that a queue outside of it uses',
      resources: {
        ...worker(SEND, USE_KEY(NEW_KEY)),
        Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/data', TargetKeyId: NEW_KEY_ID } },
      },
      before: { Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/data', TargetKeyId: KEY } } },
      facts: { ...keyFacts(), ...encrypted(QUEUE, 'alias/data'), [`key:${NEW_KEY}`]: newKey },
      deployed: new Map([['Alias', 'alias/data']]),
    },
    {
      name: 'a key of the stack, whose policy changes, that a queue outside of it uses',
      resources: { ...worker(SEND, USE_KEY('*')), ...keyOfStack(ROOT) },
      before: { ...keyOfStack(nobody[0] ?? {}) },
      facts: { ...keyFacts(nobody), ...encrypted(QUEUE) },
      deployed: new Map([['Key', KEY_ID]]),
    },
    {
      name: 'a key of the stack under an ARN that is written out',
      resources: {
        ...worker(['sqs:SendMessage', { 'Fn::GetAtt': ['Orders', 'Arn'] }], USE_KEY('*')),
        Orders: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: KEY } },
        ...keyOfStack(ROOT),
      },
      before: { ...keyOfStack(nobody[0] ?? {}) },
      facts: keyFacts(nobody),
      deployed: new Map([['Key', KEY_ID]]),
    },
    {
      name: 'a key that may be of the stack',
      resources: { ...worker(SEND, USE_KEY('*')), ...keyOfStack(ROOT) },
      before: { ...keyOfStack(nobody[0] ?? {}) },
      facts: { ...keyFacts(nobody), ...encrypted(QUEUE) },
      deployed: 'unknown',
    },
    {
      name: 'a queue of the stack under the ARN that it has, which is encrypted no more',
      resources: { ...worker(SEND), Orders: { Type: 'AWS::SQS::Queue' } },
      before: { Orders: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: KEY } } },
      facts: { ...keyFacts(), ...encrypted(QUEUE) },
      deployed: new Map([['Orders', URL]]),
    },
    {
      name: 'a queue that may be of the stack',
      resources: { ...worker(['sqs:SendMessage', GENERATED]), Orders: { Type: 'AWS::SQS::Queue' } },
      before: { Orders: { Type: 'AWS::SQS::Queue' } },
      facts: { ...keyFacts(), ...encrypted(GENERATED) },
      deployed: 'unknown',
    },
    {
      name: 'a function of the stack under the name that it has, which gets another role',
      resources: {
        ...mapping('shop-Worker-AbCdEfGhIjKl'),
        ...poller('Other'),
        ...pollerRole('Other', [[QUEUE_ACTIONS, '*']]),
        ...pollerRole('Role', []),
      },
      before: { ...poller('Role'), ...pollerRole('Role', []) },
      facts: {
        ...workerFacts,
        [`function-configuration:${arnOf('lambda', 'function:shop-Worker-AbCdEfGhIjKl')}`]: found({
          role: liveRole('shop-Role-AbCdEfGhIjKl'),
        }),
      },
      deployed: new Map(Object.entries(own)),
    },
    {
      name: 'a role of the stack under the ARN that it has, which gets another policy',
      resources: {
        ...mapping({ Ref: 'Worker' }),
        Worker: {
          Type: 'AWS::Lambda::Function',
          Properties: { Role: liveRole('shop-Role-AbCdEfGhIjKl'), Code: { ZipFile: '' } },
        },
        ...pollerRole('Role', [[QUEUE_ACTIONS, '*']]),
      },
      before: { ...poller('Role'), ...pollerRole('Role', []) },
      facts: workerFacts,
      deployed: new Map(Object.entries(own)),
    },
    {
      name: 'a function that may be of the stack',
      resources: {
        ...mapping('shop-Worker-AbCdEfGhIjKl'),
        ...poller('Other'),
        ...pollerRole('Other', [[QUEUE_ACTIONS, '*']]),
      },
      before: { ...poller('Role'), ...pollerRole('Role', []) },
      facts: {
        [`iam-role:${ROLE}`]: found({ trust: TRUST, policies: [] }),
        [`function-configuration:${arnOf('lambda', 'function:shop-Worker-AbCdEfGhIjKl')}`]: found({ role: ROLE }),
      },
      deployed: 'unknown',
    },
    {
      name: 'the policy of a queue, which the stack writes',
      resources: {
        ...subscribed,
        Policy: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: {
            Queues: [URL],
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Service: 'sns.amazonaws.com' },
                  Action: 'sqs:SendMessage',
                  Resource: QUEUE,
                },
              ],
            },
          },
        },
      },
      facts: {
        [`queue:${QUEUE}`]: found({ ...allow('sqs:SendMessage', QUEUE, { Principal: { AWS: ACCOUNT } }) }),
        ...encrypted(QUEUE, null),
      },
      deployed: new Map<string, string>(),
    },
    {
      name: 'a bucket whose policy the stack writes',
      resources: {
        ...worker(['s3:GetObject', 'arn:aws:s3:::data/*']),
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: 'data',
            PolicyDocument: allow('s3:GetObject', 'arn:aws:s3:::data/*', { Principal: '*' }),
          },
        },
      },
      facts: {
        'bucket:arn:aws:s3:::data': found({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'] },
          ],
        }),
        'encryption:arn:aws:s3:::data': found({ key: null }),
      },
      deployed: new Map<string, string>(),
    },
  ])('blocks nothing: $name', (given) => {
    const { findings } = judged(given);
    expect(findings.filter(({ level }) => level === 'block').map(({ rule, message }) => [rule, message])).toEqual([]);
  });
});
