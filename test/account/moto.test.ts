import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CreateSecretCommand, PutResourcePolicyCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountFactSource } from '#account/fact-source';
import { inRounds } from '#account/rounds';
import { judge } from '#core/judge';
import { NO_FACTS } from '#core/facts/facts';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { accountPorts } from '#hook/hook-account';
import { SYSTEM_CLOCK, timeBudget } from '#hook/time-budget';
import { runCommand } from '../cli/fake-io';
import { answerTo, event, payload } from '../hook/answer-to';
import { refusedKeyUses } from './live-check';
import { hasMoto, startMoto } from './moto-server';

const isThere = hasMoto('the tests of the readers');

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const allow = (Action: string, Resource = '*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const TRUST = policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app/worker`;
const CALLED = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:called`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`;
const SHARED = `arn:aws:iam::${ACCOUNT}:policy/shared`;

/** A function with a role of the account that must be able to do one thing. */
const template = (Action: string, Resource: string) => ({
  Resources: {
    Worker: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: ROLE, Code: { ZipFile: '' } },
      Metadata: { PermissionHook: { Needs: [{ Action, Resource }] } },
    },
  },
});

async function verdict(Action: string, judged: string | object): Promise<string> {
  const environment = { account: ACCOUNT, region: REGION, parameters: new Map<string, string>() };
  const text = JSON.stringify(typeof judged === 'string' ? template(Action, judged) : judged);
  const { answer } = await inRounds(
    (facts) => judge({ name: 'shop', text, environment, today: '2026-11-22' }, facts, DEFAULT_SETTINGS),
    {
      source: accountFactSource(
        { account: ACCOUNT, region: REGION },
        { now: Date.now, random: () => 0, keepMilliseconds: 0 },
      ),
      known: NO_FACTS,
      budget: timeBudget(20_000, SYSTEM_CLOCK),
    },
  );
  const finding = answer.findings.find((each) => each.action === Action);
  return finding === undefined ? 'allowed' : finding.outcome;
}

(isThere ? describe : describe.skip)('one template, judged by what the account says', () => {
  let moto: ChildProcess;
  const settings = { region: REGION };
  let iam: IAMClient;
  let s3: S3Client;
  let sqs: SQSClient;
  let kms: KMSClient;
  let lambda: LambdaClient;
  let queueUrl = '';
  let keyId = '';
  const putInline = (...statements: readonly object[]) =>
    iam.send(
      new PutRolePolicyCommand({ RoleName: 'worker', PolicyName: 'own', PolicyDocument: policy(...statements) }),
    );

  beforeAll(async () => {
    moto = await startMoto(REGION);
    [iam, s3, sqs] = [
      new IAMClient(settings),
      new S3Client(settings),
      new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
    ];
    [kms, lambda] = [new KMSClient(settings), new LambdaClient(settings)];
    await iam.send(new CreateRoleCommand({ RoleName: 'worker', Path: '/app/', AssumeRolePolicyDocument: TRUST }));
    await iam.send(new CreatePolicyCommand({ PolicyName: 'shared', PolicyDocument: policy(allow('sqs:*')) }));
    await s3.send(
      new CreateBucketCommand({ Bucket: 'data', CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }))).QueueUrl ?? '';
    keyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/data', TargetKeyId: keyId }));
    const Code = { ZipFile: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') };
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'called',
        Role: ROLE,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code,
      }),
    );
  }, 60_000);

  afterAll(async () => {
    moto.kill();
    await once(moto, 'close');
  });

  it('by the policies of its role', async () => {
    await putInline(allow('s3:GetObject'));
    expect(await verdict('sqs:SendMessage', QUEUE)).toBe('implicit-deny');
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'worker', PolicyArn: SHARED }));
    expect(await verdict('sqs:SendMessage', QUEUE)).toBe('allowed');
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'worker', PolicyArn: SHARED }));
    await putInline(allow('sqs:SendMessage', QUEUE));
    expect(await verdict('sqs:SendMessage', QUEUE)).toBe('allowed');
  });

  it('by the boundary of its role', async () => {
    await putInline(allow('*'));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'worker', PermissionsBoundary: SHARED }));
    expect(await verdict('dynamodb:GetItem', `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/t`)).toBe('implicit-deny');
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'worker' }));
    expect(await verdict('dynamodb:GetItem', `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/t`)).toBe('allowed');
  });

  it('by the policy of a bucket', async () => {
    await putInline(allow('s3:*'));
    const Policy = policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObjectAcl',
      Resource: 'arn:aws:s3:::data/*',
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'data', Policy }));
    expect(await verdict('s3:PutObjectAcl', 'arn:aws:s3:::data/*')).toBe('explicit-deny');
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: 'data' }));
    expect(await verdict('s3:PutObjectAcl', 'arn:aws:s3:::data/*')).toBe('allowed');
  });

  it('by the policy of a queue', async () => {
    await putInline(allow('s3:*'));
    const Policy = policy(allow('sqs:SendMessage', QUEUE, { Principal: { AWS: ROLE } }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy } }));
    expect(await verdict('sqs:SendMessage', QUEUE)).toBe('allowed');
    expect(await verdict('sqs:DeleteMessage', QUEUE)).toBe('implicit-deny');
  });

  it('by the policy of a function', async () => {
    await putInline(allow('s3:*'));
    const permission = { FunctionName: 'called', StatementId: 'worker' };
    await lambda.send(new AddPermissionCommand({ ...permission, Action: 'lambda:GetFunction', Principal: ROLE }));
    // moto writes the role as a bare text, which no policy may hold: what it grants cannot be told.
    expect(await verdict('lambda:GetFunction', CALLED)).toBe('unknown');
    await lambda.send(new RemovePermissionCommand(permission));
    expect(await verdict('lambda:GetFunction', CALLED)).toBe('implicit-deny');
  });

  it('by the policy of a key, though never to the end where a grant may allow it', async () => {
    await putInline(allow('kms:Decrypt'));
    const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${keyId}`;
    expect(await verdict('kms:Decrypt', key)).toBe('allowed');
    const Policy = policy(allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` } }));
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default', Policy }));
    expect(await verdict('kms:Decrypt', key)).toBe('unknown');
  });

  it('by the policy of a topic', async () => {
    await putInline(allow('s3:*'));
    const sns = new SNSClient(settings);
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
    const putPolicy = (role: string) =>
      sns.send(
        new SetTopicAttributesCommand({
          TopicArn,
          AttributeName: 'Policy',
          AttributeValue: policy(allow('sns:Publish', TopicArn, { Principal: { AWS: role } })),
        }),
      );
    // AWS: the policy a topic begins with hangs on `AWS:SourceOwner`, of which nobody says when it is there.
    expect(await verdict('sns:Publish', TopicArn)).toBe('unknown');
    await putPolicy(`arn:aws:iam::${ACCOUNT}:role/admin`);
    expect(await verdict('sns:Publish', TopicArn)).toBe('implicit-deny');
    await putPolicy(ROLE);
    expect(await verdict('sns:Publish', TopicArn)).toBe('allowed');
  });

  it('by the policy of a secret', async () => {
    const secrets = new SecretsManagerClient(settings);
    const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: 'db', SecretString: 'never read' }));
    await putInline(allow('secretsmanager:GetSecretValue'));
    expect(await verdict('secretsmanager:GetSecretValue', ARN)).toBe('allowed');
    const ResourcePolicy = policy({ ...allow('secretsmanager:*'), Effect: 'Deny', Principal: '*' });
    await secrets.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy }));
    expect(await verdict('secretsmanager:GetSecretValue', ARN)).toBe('explicit-deny');
  });

  it('by the role of a function that the template only names', async () => {
    const mapping = { FunctionName: 'called', EventSourceArn: QUEUE };
    const polling = { Resources: { Poll: { Type: 'AWS::Lambda::EventSourceMapping', Properties: mapping } } };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy: '' } }));
    await putInline(allow('sqs:*', QUEUE));
    expect(await verdict('sqs:ReceiveMessage', polling)).toBe('allowed');
    await putInline(allow('sqs:*', `${QUEUE}-other`));
    expect(await verdict('sqs:ReceiveMessage', polling)).toBe('implicit-deny');
    expect(await verdict('sqs:ReceiveMessage', { ...polling, Resources: {} })).toBe('allowed');
  });

  describe('by what encrypts things that it names', () => {
    const KEY = () => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${keyId}`;
    const statement = (Action: readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
    /** A new function with a role of its own; `check` judges it as a stack that is yet to be made. */
    const check = (statements: readonly object[], more: object = {}) => {
      const Role = {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: JSON.parse(TRUST) as object,
          Policies: [{ PolicyName: 'own', PolicyDocument: JSON.parse(policy(...statements)) as object }],
        },
      };
      const Worker = {
        Type: 'AWS::Lambda::Function',
        Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: '' } },
      };
      return refusedKeyUses({ Resources: { Worker, Role, ...more } }, REGION);
    };
    const logs = statement(['logs:*'], '*');
    const setKey = (KmsMasterKeyId: string) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { KmsMasterKeyId, Policy: '' } }));
    const setKeyPolicy = (...statements: readonly object[]) =>
      kms.send(new PutKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default', Policy: policy(...statements) }));
    const account = allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });

    it('a bucket', async () => {
      const use = statement(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::data/*');
      await setKeyPolicy(account);
      expect(await check([logs, use])).toBe('pass');
      const rule = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY() };
      const Rules = [{ ApplyServerSideEncryptionByDefault: rule, BucketKeyEnabled: true }];
      const ServerSideEncryptionConfiguration = { Rules };
      await s3.send(new PutBucketEncryptionCommand({ Bucket: 'data', ServerSideEncryptionConfiguration }));
      expect(await check([logs, use])).toBe('fail, block kms:GenerateDataKey, warn kms:Decrypt');
      expect(await check([logs, use, statement(['kms:GenerateDataKey'], KEY())])).toBe('pass, warn kms:Decrypt');
      expect(await check([logs, use, statement(['kms:Decrypt', 'kms:GenerateDataKey'], KEY())])).toBe('pass');
    });

    it('a queue that it polls', async () => {
      const Properties = { FunctionName: { Ref: 'Worker' }, EventSourceArn: QUEUE };
      const poll = { Poll: { Type: 'AWS::Lambda::EventSourceMapping', Properties } };
      const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
      const use = [logs, statement(actions, QUEUE)];
      await setKeyPolicy(account);
      await setKey('alias/data');
      expect(await check(use, poll)).toBe('fail, block kms:Decrypt');
      expect(await check([...use, statement(['kms:Decrypt'], KEY())], poll)).toBe('pass');
      await setKey('');
      expect(await check(use, poll)).toBe('pass');
    });

    it('a queue that a service delivers to', async () => {
      const Targets = [{ Id: 'orders', Arn: QUEUE }];
      const rule = {
        Type: 'AWS::Events::Rule',
        Properties: { Name: 'nightly', ScheduleExpression: 'rate(1 day)', Targets },
      };
      const events = { Principal: { Service: 'events.amazonaws.com' } };
      await setKey(KEY());
      const Policy = policy(allow('sqs:SendMessage', QUEUE, events));
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy } }));
      await setKeyPolicy(account);
      const refused = 'fail, block kms:Decrypt, block kms:GenerateDataKey';
      expect(await check([logs], { Rule: rule })).toBe(refused);
      await setKeyPolicy(account, allow('kms:*', '*', events));
      expect(await check([logs], { Rule: rule })).toBe('pass');
      await setKey('alias/aws/sqs');
      expect(await check([logs], { Rule: rule })).toBe('fail, block kms:GenerateDataKey');
    });
  });

  describe('at every door', () => {
    const folder = mkdtempSync(join(tmpdir(), 'moto-'));
    const file = (name: string): string => join(folder, name);
    const text = JSON.stringify(template('sqs:DeleteMessage', QUEUE));
    const onCommandLine = (...args: readonly string[]) => runCommand(['check', file('template.json'), ...args]);
    beforeAll(() => {
      writeFileSync(file('template.json'), text);
    });
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    it.each([
      { name: 'refused', action: 's3:*', status: 1, hookStatus: 'FAILED' },
      { name: 'passed', action: 'sqs:*', status: 0, hookStatus: 'SUCCESS' },
    ])('it is $name alike, and again from what was written down', async ({ action, status, hookStatus }) => {
      await putInline(allow(action));
      const stackId = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/shop/1a2345b6-0000-00a0-a123-00abc0abc000`;
      const { response } = await answerTo(
        { ...event('stack-create'), stackId },
        {
          ...payload({ template: text }),
          ...accountPorts({ account: ACCOUNT, region: REGION }),
          clock: SYSTEM_CLOCK,
        },
      );
      const live = await onCommandLine('--live', '--region', REGION, '--record-facts', 'facts.json');
      writeFileSync(file('facts.json'), live.written.get('facts.json') ?? '');
      await putInline(allow('ec2:*'));
      const place = ['--account', ACCOUNT, '--region', REGION];
      const replayed = await onCommandLine('--facts', file('facts.json'), ...place);

      expect(response.hookStatus).toBe(hookStatus);
      expect([live.err, live.status]).toEqual(['', status]);
      expect(replayed.out).toBe(live.out);
    });
  });
});
