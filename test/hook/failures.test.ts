import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';
import { fetchPayload } from '#hook/fetch-payload';
import { accountPorts } from '#hook/hook-account';
import { DEFAULT_GATE_SETTINGS, gateSettings } from '#hook/gate-settings';
import type { HookPorts } from '#hook/hook-ports';
import { SYSTEM_CLOCK, type Clock } from '#hook/time-budget';
import { startFakeAws, type FakeAws, type Replies } from '../account/fake-aws';
import { answerTo, event, payload, shop } from './answer-to';
import { schemaErrors } from './schemas';

/** Ten times as fast as the wall clock, so that pauses and time-outs are real but short. */
const FAST_CLOCK: Clock = {
  now: () => performance.now() * 10,
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds / 10);
    return () => {
      clearTimeout(timer);
    };
  },
};
const BUDGET = 20_000;
// Timers are late on a busy machine, ten times as much by this clock.
const SLACK = 10_000;

const realFetch = globalThis.fetch;
let server: Server | undefined;
let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterEach(() => {
  globalThis.fetch = realFetch;
  server?.closeAllConnections();
  server?.close();
});
afterAll(() => {
  aws.close();
});

/** S3 on this machine; everything between is the real thing. */
async function serve(listener: RequestListener): Promise<void> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  globalThis.fetch = (_, init) => realFetch(`http://127.0.0.1:${String(port)}/`, init);
}

/** Whatever goes wrong: an answer by the contract, in time, and a record by its schema that gives nothing away. */
async function answered(what: unknown, ports: Partial<HookPorts>) {
  const { response, records } = await answerTo(what, { clock: SYSTEM_CLOCK, ...ports });
  const [record] = records;
  expect(records).toHaveLength(1);
  expect(schemaErrors('hook-response', response)).toEqual([]);
  expect(schemaErrors('audit-record', record)).toEqual([]);
  expect(record?.Duration).toBeLessThan(BUDGET + SLACK);
  expect(JSON.stringify([response, records])).not.toMatch(/X-Amz-Signature|127\.0\.0\.1|fake/);
  return { response, record };
}

const BROKEN = JSON.stringify({ template: shop('neighbour-broken') });
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(code, headers).end('<Error/>');
  };
const body =
  (text: string): RequestListener =>
  (_, response) => {
    response.end(text);
  };
const megabytes = (count: number): string => JSON.stringify({ template: `# ${'x'.repeat(count * 1_000_000)}` });

describe('a payload that cannot be had', () => {
  it.each([
    { name: 'an expired URL', listener: status(403), code: 'payload-unavailable' },
    { name: 'a payload that is gone', listener: status(404), code: 'payload-unavailable' },
    { name: 'S3 that fails', listener: status(500), code: 'payload-unavailable' },
    { name: 'S3 that throttles', listener: status(503), code: 'payload-unavailable' },
    {
      name: 'a redirect',
      listener: status(307, { location: 'https://169.254.169.254/' }),
      code: 'payload-unavailable',
    },
    { name: 'a body cut short', listener: body(BROKEN.slice(0, 500)), code: 'payload-unreadable' },
    { name: 'an error page', listener: body('<html>'), code: 'payload-unreadable' },
    { name: 'a body too large for memory', listener: body(megabytes(11)), code: 'payload-too-large' },
    {
      name: 'a connection that breaks',
      listener: (request) => void request.socket.destroy(),
      code: 'payload-unavailable',
    },
    {
      name: 'a body that trickles',
      listener: (_, response) => void response.write(' '),
      code: 'time-out',
      clock: FAST_CLOCK,
    },
    { name: 'no answer at all', listener: () => undefined, code: 'time-out', clock: FAST_CLOCK },
  ] satisfies { name: string; listener: RequestListener; code: string; clock?: Clock }[])(
    '$name is a fault, told in time',
    async ({ listener, code, clock = SYSTEM_CLOCK }) => {
      await serve(listener);
      const { response, record } = await answered(event('stack-create'), { fetchPayload, clock });

      expect(record).toMatchObject({ verdict: 'fault', Fault: 1, fault: { code } });
      expect(response).toMatchObject({ hookStatus: 'SUCCESS', annotations: [{ annotationName: 'gate-fault' }] });
    },
  );

  it('as its host is not S3 is a fault, and nobody is asked', async () => {
    globalThis.fetch = () => Promise.reject(new Error('must not be asked'));
    const base = event('stack-create');
    const requestData = { targetType: 'STACK', payload: 'https://example.com/payload?X-Amz-Signature=0' };
    const { record } = await answered({ ...base, requestData }, { fetchPayload });

    expect(record).toMatchObject({ verdict: 'fault', fault: { code: 'payload-url-refused' } });
  });
});

it.each([
  { name: 'a body of five megabytes', listener: body(megabytes(5)), verdict: 'inconclusive' },
  {
    name: 'a template beside five megabytes of something else',
    listener: body(JSON.stringify({ ...(JSON.parse(BROKEN) as object), more: 'x'.repeat(5_000_000) })),
    verdict: 'fail',
  },
])('$name is read', async ({ listener, verdict }) => {
  await serve(listener);
  const { record } = await answered(event('stack-create'), { fetchPayload });

  expect(record).toMatchObject({ Fault: 0, verdict });
});

describe('an account that does not answer as hoped', () => {
  const denied = { error: 'AccessDenied', status: 403 };
  const throttled = { error: 'ThrottlingException', status: 400 };
  const silent = () => new Promise<never>(() => undefined);
  const policy = (Action: string, more: object) =>
    encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, ...more }] }));
  const role = 'arn:aws:iam::123456789012:role/worker';
  const account: Replies = {
    'cloudformation:DescribeStacks': { Stacks: [{ StackName: 'MyStack', StackStatus: 'CREATE_IN_PROGRESS' }] },
    'cloudformation:ListStackResources': { StackResourceSummaries: [] },
    'iam:GetRole': {
      Role: {
        Arn: role,
        RoleName: 'worker',
        AssumeRolePolicyDocument: policy('sts:AssumeRole', { Principal: { Service: 'lambda.amazonaws.com' } }),
      },
    },
    'iam:ListRolePolicies': { PolicyNames: ['own'], IsTruncated: false },
    'iam:GetRolePolicy': { PolicyName: 'own', PolicyDocument: policy('logs:*', { Resource: '*' }) },
    'iam:ListAttachedRolePolicies': { AttachedPolicies: [], IsTruncated: false },
    'iam:SimulateCustomPolicy': { EvaluationResults: [{ EvalActionName: 'a', EvalDecision: 'allowed' }] },
    'ssm:GetParameter': { Parameter: { Value: 'secondOpinion: simulate', Version: 1 } },
  };
  const template = `
    Resources:
      Queue: { Type: AWS::SQS::Queue }
      Worker: { Type: AWS::Lambda::Function, Properties: { Role: '${role}', Code: { ZipFile: '' } } }
      Poll:
        Type: AWS::Lambda::EventSourceMapping
        Properties: { FunctionName: !Ref Worker, EventSourceArn: !GetAtt Queue.Arn }`;
  const ports = (settings: Partial<Settings> = {}): Partial<HookPorts> => ({
    ...payload({ template }),
    ...accountPorts({ account: '123456789012', region: 'us-west-2' }),
    readSettings: () => ({ ...DEFAULT_GATE_SETTINGS, settings: { ...DEFAULT_SETTINGS, ...settings } }),
  });
  const last = { ...event('stack-create'), requestContext: { invocation: 3, callbackContext: null } };

  it.each([
    { name: 'whose stack is denied', replies: { 'cloudformation:DescribeStacks': denied }, verdict: 'fail' },
    { name: 'whose stack is throttled', replies: { 'cloudformation:DescribeStacks': throttled }, verdict: 'fail' },
    {
      name: 'whose stack is not told',
      replies: { 'cloudformation:DescribeStacks': silent },
      verdict: 'fail',
      clock: FAST_CLOCK,
    },
    { name: 'whose role is denied', replies: { 'iam:GetRole': denied }, verdict: 'inconclusive' },
    { name: 'whose role is throttled', replies: { 'iam:GetRole': throttled }, verdict: 'inconclusive' },
    { name: 'whose role is not told', replies: { 'iam:GetRole': silent }, verdict: 'inconclusive', clock: FAST_CLOCK },
  ] satisfies { name: string; replies: Replies; verdict: string; clock?: Clock }[])(
    '$name costs certainty at most',
    async ({ replies, verdict, clock = SYSTEM_CLOCK }) => {
      aws.reply({ ...account, ...replies });
      const { response, record } = await answered(last, { ...ports(), clock });

      expect(record).toMatchObject({ Fault: 0, verdict });
      expect(response.hookStatus).toBe(verdict === 'fail' ? 'FAILED' : 'SUCCESS');
    },
  );

  it.each([
    { name: 'denied', reply: denied },
    { name: 'throttled', reply: throttled },
    { name: 'not told', reply: silent, clock: FAST_CLOCK },
  ])('whose simulator is $name has no second opinion', async ({ reply, clock = SYSTEM_CLOCK }) => {
    aws.reply({ ...account, 'iam:SimulateCustomPolicy': reply });
    const { record } = await answered(last, { ...ports({ secondOpinion: 'simulate' }), clock });

    expect(record).toMatchObject({ Fault: 0, verdict: 'fail', secondOpinion: { agreed: 0, disagreed: 0 } });
  });

  it.each([
    { name: 'denied', reply: denied },
    { name: 'throttled', reply: throttled },
    { name: 'not told', reply: silent, clock: FAST_CLOCK },
  ])('whose settings are $name is a fault, told in time', async ({ reply, clock = SYSTEM_CLOCK }) => {
    aws.reply({ ...account, 'ssm:GetParameter': reply });
    const { readStoredText } = await import('#account/stored-text');
    const place = { account: '123456789012', region: 'us-west-2' };
    const readSettings = gateSettings({
      environment: { PERMISSION_HOOK_SETTINGS_PARAMETER: '/gate' },
      readStored: (name, budget) => readStoredText(name, { place, budget, random: Math.random }),
      now: () => 0,
    });
    const { record } = await answered(last, { ...ports(), readSettings, clock });

    expect(record).toMatchObject({ verdict: 'fault', fault: { code: 'settings-unreadable' } });
  });
});

describe('a part that hangs and ignores its time', () => {
  const never = () => new Promise<never>(() => undefined);
  const opinion = { ...DEFAULT_SETTINGS, secondOpinion: 'simulate' as const };

  it.each([
    { name: 'settings', ports: { readSettings: never } },
    { name: 'payload', ports: { fetchPayload: never } },
    { name: 'account', ports: { readStack: never } },
    { name: 'facts', ports: { factSource: () => ({ read: never, forget: () => undefined }) } },
    {
      name: 'opinion',
      ports: { simulate: never, readSettings: () => ({ ...DEFAULT_GATE_SETTINGS, settings: opinion }) },
    },
  ] satisfies { name: string; ports: Partial<HookPorts> }[])(
    '$name does not outlive the invocation',
    async ({ ports }) => {
      const template = shop('neighbour-broken');
      const { record } = await answered(event('stack-create'), {
        ...payload({ template }),
        ...ports,
        clock: FAST_CLOCK,
      });

      expect(record?.Duration).toBeGreaterThan(0);
    },
  );
});
