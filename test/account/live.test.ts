import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateSettings } from '#hook/gate-settings';
import { accountPorts } from '#hook/hook-account';
import { runCommand } from '../cli/fake-io';
import { answerTo, event, payload } from '../hook/answer-to';
import { schemaErrors } from '../hook/schemas';
import { startFakeAws, type FakeAws, type Replies } from './fake-aws';

const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
const encoded = (document: object) => encodeURIComponent(JSON.stringify(document));
const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const NO_STACK = { error: 'ValidationError', status: 400, message: 'Stack with id shop does not exist' };

const TEMPLATE = JSON.stringify({
  Resources: {
    Worker: { Type: 'AWS::Lambda::Function', Properties: { Role: ROLE, Code: { ZipFile: '' } } },
    Orders: { Type: 'AWS::SQS::Queue' },
    Poll: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Worker' }, EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] } },
    },
  },
});

/** An account whose role `worker` may do this. */
const accountWhere = (action: string): Replies => ({
  'sts:GetCallerIdentity': { Account: ACCOUNT },
  'cloudformation:DescribeStacks': NO_STACK,
  'cloudformation:ListStackResources': NO_STACK,
  'cloudformation:GetTemplate': NO_STACK,
  'iam:GetRole': { Role: { Arn: ROLE, RoleName: 'worker', AssumeRolePolicyDocument: encoded(TRUST) } },
  'iam:ListRolePolicies': { PolicyNames: ['own'], IsTruncated: false },
  'iam:GetRolePolicy': { PolicyName: 'own', PolicyDocument: encoded(allow(action)) },
  'iam:ListAttachedRolePolicies': { AttachedPolicies: [], IsTruncated: false },
});

let aws: FakeAws;
const folder = mkdtempSync(join(tmpdir(), 'live-'));
const file = join(folder, 'template.json');
beforeAll(async () => {
  aws = await startFakeAws();
  writeFileSync(file, TEMPLATE);
});
afterAll(() => {
  aws.close();
  rmSync(folder, { recursive: true });
});

describe('check --live', () => {
  it.each([
    { name: 'refuses what the account does not allow', action: 's3:*', args: [], status: 1 },
    { name: 'passes what the account allows', action: '*', args: [], status: 0 },
    { name: 'knows a stack that is yet to be made', action: 's3:*', args: ['--stack-name', 'shop'], status: 1 },
  ])('$name', async ({ action, args, status }) => {
    aws.reply(accountWhere(action));
    const ran = await runCommand(['check', file, '--live', '--region', 'eu-west-1', ...args]);

    expect([ran.err, ran.status]).toEqual(['', status]);
  });

  it('writes down what it read, and judges alike from that without an account', async () => {
    aws.reply(accountWhere('s3:*'));
    const live = await runCommand(['check', file, '--live', '--region=eu-west-1', '--record-facts', 'facts.json']);
    const recorded = live.written.get('facts.json') ?? '';
    const facts = join(folder, 'facts.json');
    writeFileSync(facts, recorded);
    aws.reply({});
    const place = ['--region', 'eu-west-1', '--account', ACCOUNT];
    const replayed = await runCommand(['check', file, '--facts', facts, ...place]);

    expect(JSON.parse(recorded)).toMatchObject({ [`iam-role:${ROLE}`]: { status: 'found' } });
    expect(replayed.out).toBe(live.out);
    expect(aws.calls).toEqual([]);
  });

  it('judges what a macro makes of the template of the stack, also from what was written down', async () => {
    const macro = JSON.stringify({ Transform: 'Shop', Resources: { Made: { Type: 'Shop::Orders' } } });
    const written = join(folder, 'macro.json');
    writeFileSync(written, macro);
    const deployed = (input: Readonly<Record<string, unknown>>) => ({
      TemplateBody: input['TemplateStage'] === 'Processed' ? TEMPLATE : macro,
    });
    aws.reply({
      ...accountWhere('s3:*'),
      'cloudformation:DescribeStacks': { Stacks: [{ StackName: 'shop', StackStatus: 'CREATE_COMPLETE' }] },
      'cloudformation:ListStackResources': { StackResourceSummaries: [] },
      'cloudformation:GetTemplate': deployed,
    });
    const place = ['--region', 'eu-west-1', '--stack-name', 'shop'];
    const live = await runCommand(['check', written, '--live', ...place, '--record-facts', 'facts.json']);
    const facts = join(folder, 'macro-facts.json');
    writeFileSync(facts, live.written.get('facts.json') ?? '');
    const offline = await runCommand(['check', written, '--facts', facts, '--account', ACCOUNT, ...place]);
    const without = await runCommand(['check', written, '--account', ACCOUNT, ...place]);

    // What is deployed is no news; without the account nobody knows that it is.
    expect(live.out).toContain('macro.json (processed template):1:');
    expect(live.out).toContain('lambda-polls-queue');
    expect([live.status, offline.status, without.status]).toEqual([0, 1, 0]);
    expect(without.out).toContain('transform `Shop` is not expanded here');
  });

  it.each([
    { name: 'another account', args: ['--account', '999988887777'], message: 'are not of account `999988887777`' },
    { name: 'facts without an account', args: [], message: '`--record-facts` writes down what `--live` read' },
  ])('refuses $name', async ({ args, message }) => {
    aws.reply(accountWhere('*'));
    const how = args.length === 0 ? ['--record-facts', 'x'] : ['--live', '--region', 'eu-west-1', ...args];
    const ran = await runCommand(['check', file, ...how]);

    expect([ran.status, ran.err]).toEqual([2, expect.stringContaining(message)]);
  });

  it('says why the account cannot be read', async () => {
    aws.reply({ 'sts:GetCallerIdentity': { error: 'ExpiredToken', status: 403 } });
    const ran = await runCommand(['check', file, '--live', '--region', 'eu-west-1']);

    expect(ran).toMatchObject({ status: 2, err: expect.stringContaining('(ExpiredToken)') as string });
  });
});

describe('the hook', () => {
  const stack = {
    'cloudformation:DescribeStacks': { Stacks: [{ StackName: 'MyStack', StackStatus: 'CREATE_IN_PROGRESS' }] },
    'cloudformation:ListStackResources': { StackResourceSummaries: [] },
  };
  const ports = () => ({
    ...payload({ template: TEMPLATE }),
    ...accountPorts({ account: ACCOUNT, region: 'us-west-2' }),
    clock: { now: () => performance.now(), after: later },
    date: () => new Date(),
  });
  const later = (milliseconds: number, callback: () => void) => {
    const timer = setTimeout(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  };

  it.each([
    { name: 'refuses what the account does not allow', action: 's3:*', hookStatus: 'FAILED' },
    { name: 'passes what the account allows', action: '*', hookStatus: 'SUCCESS' },
  ])('$name, and records what it read', async ({ action, hookStatus }) => {
    aws.reply({ ...accountWhere(action), ...stack });
    const { response, records } = await answerTo(event('stack-create'), ports());

    expect(response.hookStatus).toBe(hookStatus);
    expect(schemaErrors('audit-record', records[0])).toEqual([]);
    expect(records[0]?.facts).toEqual(
      expect.arrayContaining([expect.objectContaining({ fact: `iam-role:${ROLE}`, status: 'found' })]),
    );
  });

  it('takes the settings for stacks of its tags', async () => {
    const Tags = [{ Key: 'stage', Value: 'dev' }];
    const tagged = { Stacks: [{ StackName: 'MyStack', StackStatus: 'CREATE_IN_PROGRESS', Tags }] };
    aws.reply({ ...accountWhere('s3:*'), ...stack, 'cloudformation:DescribeStacks': tagged });
    const readSettings = gateSettings({
      environment: { PERMISSION_HOOK_SETTINGS: 'stacks: [{ tags: { stage: dev }, levels: { event-source: warn } }]' },
      readStored: () => Promise.reject(new Error('there is none')),
      now: () => 0,
    });
    const { records } = await answerTo(event('stack-create'), { ...ports(), readSettings });

    expect(records).toMatchObject([{ Blocking: 0, 'Findings.lambda-polls-queue': 3 }]);
  });

  it('degrades to unknown where its role may not read, and names the action', async () => {
    aws.reply(stack);
    const { response, records } = await answerTo(event('stack-create'), ports());

    expect(response.hookStatus).toBe('SUCCESS');
    expect(records[0]?.facts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ fact: `iam-role:${ROLE}`, status: 'unreadable', why: 'iam:GetRole: access denied' }),
      ]),
    );
  });

  it('reads again before it refuses for something it read before', async () => {
    const kept = ports();
    aws.reply({ ...accountWhere('s3:*'), ...stack });
    const refused = await answerTo(event('stack-create'), kept);
    aws.reply({ ...accountWhere('*'), ...stack });
    const passed = await answerTo(event('stack-create'), kept);

    expect([refused.response.hookStatus, passed.response.hookStatus]).toEqual(['FAILED', 'SUCCESS']);
  });

  it('reads nothing of another account', async () => {
    aws.reply(accountWhere('*'));
    const { records } = await answerTo(event('stack-create'), {
      ...ports(),
      ...accountPorts({ account: '999988887777', region: 'us-west-2' }),
    });

    expect(aws.calls.filter((call) => !call.startsWith('cloudformation:'))).toEqual([]);
    expect(records[0]).toMatchObject({ rounds: 0, Fault: 0 });
  });
});
