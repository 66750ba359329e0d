import { IAMClient } from '@aws-sdk/client-iam';
import { accountFactSource } from '#account/fact-source';
import { accountReaderActions, factReaders } from '#account/readers';
import { simulate, SIMULATION_ACTIONS } from '#account/simulate';
import { readStackState, STACK_STATE_ACTIONS } from '#account/stack-state';
import { factKey, type Fact, type FactRequest } from '#core/facts/facts';
import { SYSTEM_CLOCK, timeBudget } from '#hook/time-budget';
import { startFakeAws, type FakeAws, type Replies } from './fake-aws';
import { ACCOUNT, ACCOUNTS, CHANGE_SET, document, KEY, PLACE, POLICY, read, ROLE, TERMS } from './full-account';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterAll(() => {
  aws.close();
});

function readIn(replies: Replies, kind: FactRequest['kind'], id: string): Promise<Fact> {
  aws.reply({ ...ACCOUNT, ...replies });
  return read({ kind, id });
}

describe('a reader', () => {
  it.each(ACCOUNTS)('of $kind `$id` calls only what it declares, and is denied by its name', async (request) => {
    const declared = factReaders.find(({ kinds }) => kinds.includes(request.kind))?.iamActions ?? [];
    const denied = await readIn(
      Object.fromEntries(declared.map((action) => [action, { error: 'AccessDenied', status: 403 }])),
      request.kind,
      request.id,
    );
    const asked = aws.calls;
    const found = await readIn({}, request.kind, request.id);

    expect(denied).toEqual({ status: 'unreadable', reason: `${String(asked[0])}: access denied` });
    expect(found.status).toBe('found');
    expect(declared).toEqual(expect.arrayContaining([...new Set(aws.calls)]));
  });

  it.each([
    { kind: 'export', id: 'none', replies: {} },
    {
      kind: 'ssm-parameter',
      id: '/none',
      replies: { 'ssm:GetParameter': { error: 'ParameterNotFound', status: 400 } },
    },
    { kind: 'iam-role', id: ROLE, replies: { 'iam:GetRole': { error: 'NoSuchEntity', status: 404 } } },
    { kind: 'iam-role', id: ROLE.replace('/app', ''), replies: {} },
    { kind: 'managed-policy', id: POLICY, replies: { 'iam:GetPolicy': { error: 'NoSuchEntity', status: 404 } } },
    {
      kind: 'function',
      id: 'arn:aws:lambda:eu-west-1:111122223333:function:called',
      replies: { 'lambda:GetPolicy': { error: 'ResourceNotFoundException', status: 404 } },
    },
    {
      kind: 'function-configuration',
      id: 'arn:aws:lambda:eu-west-1:111122223333:function:called',
      replies: { 'lambda:GetFunctionConfiguration': { error: 'ResourceNotFoundException', status: 404 } },
    },
    {
      kind: 'processed-template',
      id: 'none',
      replies: {
        'cloudformation:GetTemplate': { error: 'ValidationError', status: 400, message: 'Stack none does not exist' },
      },
    },
    {
      kind: 'bucket',
      id: 'arn:aws:s3:::data',
      replies: { 's3:GetBucketPolicy': { error: 'NoSuchBucketPolicy', status: 404 } },
    },
    { kind: 'key', id: KEY, replies: { 'kms:DescribeKey': { error: 'NotFoundException', status: 400 } } },
    {
      kind: 'queue',
      id: 'arn:aws:sqs:eu-west-1:111122223333:none',
      replies: { 'sqs:GetQueueUrl': { error: 'QueueDoesNotExist', status: 400 } },
    },
    { kind: 'queue', id: 'arn:aws:sqs:eu-west-1:111122223333:open', replies: { 'sqs:GetQueueAttributes': {} } },
    {
      kind: 'resource-policy',
      id: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      replies: { 'dynamodb:GetResourcePolicy': { error: 'PolicyNotFoundException', status: 400 } },
    },
  ] satisfies { kind: FactRequest['kind']; id: string; replies: Replies }[])(
    'of $kind `$id` tells that there is none',
    async ({ kind, id, replies }) => {
      expect(await readIn(replies, kind, id)).toEqual({ status: 'absent' });
    },
  );

  it.each([
    { kind: 'iam-role', id: 'arn:aws:iam::444455556666:role/other', reason: 'it belongs to account 444455556666' },
    {
      kind: 'function-configuration',
      id: 'arn:aws:lambda:eu-west-1:444455556666:function:called',
      reason: 'it belongs to account 444455556666',
    },
    { kind: 'key', id: KEY.replace('111122223333', '444455556666'), reason: 'it belongs to account 444455556666' },
    {
      kind: 'resource-policy',
      id: 'arn:aws:ecr:eu-west-1:111122223333:repository/x',
      reason: 'policies of such resources are not read',
    },
    {
      kind: 'encryption',
      id: 'arn:aws:sqs:eu-west-1:444455556666:orders',
      reason: 'it belongs to account 444455556666',
    },
    {
      kind: 'encryption',
      id: 'arn:aws:ecr:eu-west-1:111122223333:repository/x',
      reason: 'keys of such resources are not read',
    },
    {
      kind: 'processed-template',
      id: CHANGE_SET.replace('eu-west-1', 'eu-west-2'),
      reason: 'it is in region eu-west-2',
    },
    { kind: 'ssm-parameter', id: '/secret', reason: 'a SecureString is not read' },
  ] satisfies { kind: FactRequest['kind']; id: string; reason: string }[])(
    'of $kind `$id` says why it does not tell',
    async ({ kind, id, reason }) => {
      expect(await readIn({}, kind, id)).toEqual({ status: 'unreadable', reason });
    },
  );

  it('takes every page, every policy and the default version', async () => {
    expect(await readIn({}, 'iam-role', ROLE)).toEqual({
      status: 'found',
      value: {
        trust: document('sts:AssumeRole'),
        policies: [
          { name: 'one', document: document('s3:one') },
          { name: 'two', document: document('s3:two') },
          { arn: POLICY, document: document('sqs:v3') },
        ],
        boundary: { arn: POLICY, document: document('sqs:v3') },
      },
    });
  });

  it('names what of a role it could not see', async () => {
    const denied = { 'iam:ListAttachedRolePolicies': { error: 'AccessDenied', status: 403 } };
    expect(await readIn(denied, 'iam-role', ROLE)).toMatchObject({
      status: 'found',
      value: {
        policies: [{ name: 'one' }, { name: 'two' }, { unread: 'iam:ListAttachedRolePolicies: access denied' }],
      },
    });
  });

  it('asks for the policy of the alias that is named', async () => {
    const fact = await readIn({}, 'function', 'arn:aws:lambda:eu-west-1:111122223333:function:called:live');

    expect(JSON.stringify(fact)).toContain('/2015-03-31/functions/called/policy live');
  });

  it('keeps nothing of the configuration of an alias but its role', async () => {
    const id = 'arn:aws:lambda:eu-west-1:111122223333:function:called:live';

    expect(await readIn({}, 'function-configuration', id)).toEqual({
      status: 'found',
      value: { role: `${ROLE} /2015-03-31/functions/called/configuration live` },
    });
  });

  it.each(['shop', CHANGE_SET])('takes both stages of the template of `%s`', async (id) => {
    expect(await readIn({}, 'processed-template', id)).toEqual({
      status: 'found',
      value: { original: `Original of ${id}`, processed: `Processed of ${id}` },
    });
  });

  it('says of a key that its grants were not read', async () => {
    expect(await readIn({}, 'key', 'alias/data')).toEqual({
      status: 'found',
      value: { arn: KEY, manager: 'CUSTOMER', policy: document('kms:*'), grants: 'not-read' },
    });
  });

  it('takes the policies of an organisation level by level, and none for the account that manages it', async () => {
    const scps = ['p-r-abcd', 'p-ou-abcd-12345678', 'p-111122223333'].map((id) => [document(id)]);
    expect(await readIn({}, 'organization-policies', PLACE.account)).toEqual({
      status: 'found',
      value: { scps, rcps: [[], [], []] },
    });
    const managing = { 'organizations:DescribeOrganization': { Organization: { MasterAccountId: PLACE.account } } };
    expect(await readIn(managing, 'organization-policies', PLACE.account)).toMatchObject({ value: { scps: [] } });
  });
});

describe('what AWS is asked for', () => {
  /** By the commands themselves, whatever goes over the wire: every client of the SDK sends them this way. */
  const sent = new Set<string>();
  /** Operations that go by another name in IAM. */
  const ACTION_OF = new Map([['s3:GetBucketEncryption', 's3:GetEncryptionConfiguration']]);
  interface Sender {
    send: (this: { readonly config: { readonly defaultSigningName: string } }, command: object) => unknown;
  }
  const sender = Object.getPrototypeOf(IAMClient.prototype) as Sender;
  const { send } = sender;
  beforeEach(() => {
    sent.clear();
    sender.send = function (command, ...options: readonly object[]) {
      const operation = `${this.config.defaultSigningName}:${command.constructor.name.replace(/Command$/, '')}`;
      sent.add(ACTION_OF.get(operation) ?? operation);
      return Reflect.apply(send, this, [command, ...options]);
    };
  });
  afterEach(() => {
    sender.send = send;
  });

  it('by the readers is what the role is granted for them: all of it, and nothing else', async () => {
    aws.reply(ACCOUNT);
    for (const request of ACCOUNTS) await read(request);

    expect([...sent].sort()).toEqual(accountReaderActions);
  });

  it('beside them is granted too', async () => {
    aws.reply({
      'cloudformation:DescribeStacks': { Stacks: [{ StackName: 'shop', StackStatus: 'CREATE_IN_PROGRESS' }] },
      'cloudformation:DescribeChangeSet': { Parameters: [] },
      'cloudformation:ListStackResources': { StackResourceSummaries: [] },
      'cloudformation:GetTemplate': { TemplateBody: '{}' },
      'iam:SimulateCustomPolicy': { EvaluationResults: [{ EvalActionName: 'a', EvalDecision: 'allowed' }] },
    });
    const terms = { place: PLACE, budget: timeBudget(20_000, SYSTEM_CLOCK), random: () => 0 };
    await readStackState({ stackId: 'shop', changeSetId: 'change', wantsTemplate: true }, terms);
    await simulate({ policies: ['{}'], boundary: [], action: 'sqs:SendMessage', resource: '*', context: [] }, terms);

    expect([...sent].sort()).toEqual([...STACK_STATE_ACTIONS, ...SIMULATION_ACTIONS].sort());
  });
});

describe('the source', () => {
  it('tries again what is throttled, and says so when it stays so', async () => {
    let left = 2;
    const throttled = { error: 'ThrottlingException', status: 400 };
    const passing = { 'ssm:GetParameter': () => (left-- > 0 ? throttled : { Parameter: { Value: 'plain' } }) };
    expect(await readIn(passing, 'ssm-parameter', '/caller')).toEqual({ status: 'found', value: 'plain' });

    expect(await readIn({ 'ssm:GetParameter': throttled }, 'ssm-parameter', '/caller')).toEqual({
      status: 'unreadable',
      reason: 'ssm:GetParameter: throttled by AWS (ThrottlingException)',
    });
    expect(aws.calls).toHaveLength(4);
  });

  it('gives up where AWS does not answer, within the budget', async () => {
    aws.reply({ ...ACCOUNT, 'ssm:GetParameter': () => new Promise(() => undefined) });
    const start = performance.now();
    const facts = await accountFactSource(PLACE, TERMS).read(
      [{ kind: 'ssm-parameter', id: '/caller' }],
      timeBudget(400, SYSTEM_CLOCK),
    );

    expect([...facts.values()]).toMatchObject([
      { fact: { reason: 'ssm:GetParameter: no answer in time (TimeoutError)' } },
    ]);
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  it('keeps what it read for a while, but nothing that may pass', async () => {
    let now = 0;
    const source = accountFactSource(PLACE, { ...TERMS, now: () => now });
    aws.reply({ ...ACCOUNT, 'sns:GetTopicAttributes': { error: 'InternalFailure', status: 500 } });
    const parameter: FactRequest = { kind: 'ssm-parameter', id: '/caller' };
    const topic: FactRequest = { kind: 'topic', id: 'arn:aws:sns:eu-west-1:111122223333:orders' };

    await read(parameter, source);
    await read(parameter, source);
    expect(aws.calls).toEqual(['ssm:GetParameter']);
    await read(topic, source);
    await read(topic, source);
    expect(aws.calls.filter((call) => call.startsWith('sns:'))).toHaveLength(8);
    now = 60_000;
    await read(parameter, source);
    source.forget([factKey(parameter)]);
    await read(parameter, source);
    expect(aws.calls.filter((call) => call.startsWith('ssm:'))).toHaveLength(3);
  });

  it('lists the exports once for all that are asked for', async () => {
    aws.reply(ACCOUNT);
    const facts = await accountFactSource(PLACE, TERMS).read(
      ['a', 'b', 'c'].map((id) => ({ kind: 'export', id })),
      timeBudget(20_000, SYSTEM_CLOCK),
    );

    expect([...facts.values()].map(({ fact }) => fact)).toEqual([
      { status: 'found', value: '1' },
      { status: 'found', value: '2' },
      { status: 'absent' },
    ]);
    expect(aws.calls).toEqual(['cloudformation:ListExports', 'cloudformation:ListExports']);
  });

  it('costs certainty, not the answer, without credentials', async () => {
    aws.reply({ 'ssm:GetParameter': { error: 'UnrecognizedClientException', status: 403 } });

    expect(await read({ kind: 'ssm-parameter', id: '/caller' })).toMatchObject({ status: 'unreadable' });
  });
});
