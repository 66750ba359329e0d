import { CreateAliasCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketEncryptionCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { runCommand } from '../cli/fake-io';
import { hasMoto, startMoto } from './moto-server';

const isThere = hasMoto('the tests of keys');

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`;
const allow = (Action: string | readonly string[], Resource = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const TRUST = document({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });

interface Found {
  readonly action: string;
  readonly level: string;
  readonly outcome: string;
}

/** A new function with a role of its own; `check` judges it as a stack that is yet to be made. */
const check = async (statements: readonly object[], more: object = {}) => {
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: TRUST,
      Policies: [{ PolicyName: 'own', PolicyDocument: document(...statements) }],
    },
  };
  const Worker = {
    Type: 'AWS::Lambda::Function',
    Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: '' } },
  };
  const text = JSON.stringify({ Resources: { Worker, Role, ...more } });
  const args = ['-', '--live', '--region', REGION, '--stack-name', 'unmade', '--format', 'json'];
  const { out } = await runCommand(['check', ...args], { stdin: text });
  const { judgements } = JSON.parse(out) as { judgements: { verdict: string; findings: Found[] }[] };
  const [{ verdict: said, findings } = { verdict: '', findings: [] }] = judgements;
  const denied = findings.filter(({ action, outcome }) => action.startsWith('kms:') && outcome === 'implicit-deny');
  return [said, ...denied.map(({ level, action }) => `${level} ${action}`)].join(', ');
};
const logs = allow('logs:*');
const account = allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });

(isThere ? describe : describe.skip)('one template, judged by what encrypts what it names', () => {
  const settings = { region: REGION };
  let moto: ChildProcess;
  let s3: S3Client;
  let sqs: SQSClient;
  let kms: KMSClient;
  let QueueUrl = '';
  let keyId = '';
  const KEY = () => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${keyId}`;
  const setQueue = (Attributes: Record<string, string>) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const setKeyPolicy = (...statements: readonly object[]) =>
    kms.send(
      new PutKeyPolicyCommand({
        KeyId: keyId,
        PolicyName: 'default',
        Policy: JSON.stringify(document(...statements)),
      }),
    );

  beforeAll(async () => {
    moto = await startMoto(REGION);
    [s3, sqs, kms] = [
      new S3Client(settings),
      new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
      new KMSClient(settings),
    ];
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await s3.send(new CreateBucketCommand({ Bucket: 'data', CreateBucketConfiguration }));
    QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }))).QueueUrl ?? '';
    keyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/data', TargetKeyId: keyId }));
  }, 60_000);

  afterAll(async () => {
    moto.kill();
    await once(moto, 'close');
  });

  it('a bucket that its role uses', async () => {
    const use = allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::data/*');
    await setKeyPolicy(account);
    expect(await check([logs, use])).toBe('pass');
    const rule = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY() };
    const Rules = [{ ApplyServerSideEncryptionByDefault: rule, BucketKeyEnabled: true }];
    const ServerSideEncryptionConfiguration = { Rules };
    await s3.send(new PutBucketEncryptionCommand({ Bucket: 'data', ServerSideEncryptionConfiguration }));
    expect(await check([logs, use])).toBe('fail, block kms:GenerateDataKey, warn kms:Decrypt');
    expect(await check([logs, use, allow(['kms:GenerateDataKey'], KEY())])).toBe('pass, warn kms:Decrypt');
    expect(await check([logs, use, allow(['kms:Decrypt', 'kms:GenerateDataKey'], KEY())])).toBe('pass');
  });

  it('a queue that is polled', async () => {
    const Properties = { FunctionName: { Ref: 'Worker' }, EventSourceArn: QUEUE };
    const poll = { Poll: { Type: 'AWS::Lambda::EventSourceMapping', Properties } };
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    const use = [logs, allow(actions, QUEUE)];
    await setKeyPolicy(account);
    await setQueue({ KmsMasterKeyId: 'alias/data' });
    expect(await check(use, poll)).toBe('fail, block kms:Decrypt');
    expect(await check([...use, allow(['kms:Decrypt'], KEY())], poll)).toBe('pass');
    await setQueue({ KmsMasterKeyId: '' });
    expect(await check(use, poll)).toBe('pass');
  });

  it('a queue that a service delivers to', async () => {
    const Targets = [{ Id: 'orders', Arn: QUEUE }];
    const rule = {
      Type: 'AWS::Events::Rule',
      Properties: { Name: 'nightly', ScheduleExpression: 'rate(1 day)', Targets },
    };
    const events = { Principal: { Service: 'events.amazonaws.com' } };
    const Policy = JSON.stringify(document(allow('sqs:SendMessage', QUEUE, events)));
    await setQueue({ KmsMasterKeyId: KEY(), Policy });
    await setKeyPolicy(account);
    const refused = 'fail, block kms:Decrypt, block kms:GenerateDataKey';
    expect(await check([logs], { Rule: rule })).toBe(refused);
    await setKeyPolicy(account, allow('kms:*', '*', events));
    expect(await check([logs], { Rule: rule })).toBe('pass');
    await setQueue({ KmsMasterKeyId: 'alias/aws/sqs' });
    expect(await check([logs], { Rule: rule })).toBe('fail, block kms:GenerateDataKey');
  });
});
