import type { SimulationQuestion } from '#account/simulate';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { accountPorts } from '#hook/hook-account';
import { DEFAULT_GATE_SETTINGS } from '#hook/gate-settings';
import type { HookPorts } from '#hook/hook-ports';
import { SYSTEM_CLOCK } from '#hook/time-budget';
import { startFakeAws, type FakeAws } from '../account/fake-aws';
import { answerTo, event, payload } from './answer-to';
import { schemaErrors } from './schemas';

const QUEUES = ['Orders', 'Returns'];
/** A function that polls queues which its role may not receive from; the key of `Sealed` is nobody's. */
const template = JSON.stringify({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [
          {
            PolicyName: 'poll',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
                  Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] },
                  Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } },
                },
                { Effect: 'Deny', NotAction: ['sqs:*', 'logs:*'], Resource: '*' },
              ],
            },
          },
        ],
      },
    },
    Worker: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: '' } },
    },
    ...Object.fromEntries(QUEUES.map((queue) => [queue, { Type: 'AWS::SQS::Queue' }])),
    ...Object.fromEntries(
      QUEUES.map((queue) => [
        `Poll${queue}`,
        {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { FunctionName: { Ref: 'Worker' }, EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] } },
        },
      ]),
    ),
  },
});

type Simulate = NonNullable<HookPorts['simulate']>;
type Terms = Partial<HookPorts> & { readonly secondOpinion?: 'off' | 'simulate' };

async function heard(simulate: Simulate, { secondOpinion = 'simulate', ...more }: Terms = {}) {
  const readSettings = () => ({ ...DEFAULT_GATE_SETTINGS, settings: { ...DEFAULT_SETTINGS, secondOpinion } });
  const ports = { ...payload({ template }), readSettings, simulate, ...more };
  const { response, records } = await answerTo(event('stack-create'), ports);
  const [record] = records;
  expect(schemaErrors('hook-response', response)).toEqual([]);
  expect(schemaErrors('audit-record', record)).toEqual([]);
  return { hookStatus: response.hookStatus, opinion: record?.secondOpinion, record, response };
}

describe('a second opinion', () => {
  const allow: Simulate = () => Promise.resolve('allowed');
  const deny: Simulate = () => Promise.resolve('denied');
  const fail: Simulate = () => Promise.reject(new Error('throttled'));
  const onlyOrders: Simulate = ({ resource }) => Promise.resolve(/Orders/.test(resource) ? 'allowed' : 'denied');

  it('is not asked for unless the settings say so', async () => {
    const { hookStatus, opinion, record } = await heard(() => Promise.reject(new Error('must not be asked')), {
      secondOpinion: 'off',
    });

    expect(hookStatus).toBe('FAILED');
    expect([opinion, record?.Disagreements]).toEqual([undefined, 0]);
  });

  it('that agrees leaves the block', async () => {
    const { hookStatus, opinion, record } = await heard(deny);

    expect(hookStatus).toBe('FAILED');
    expect(opinion).toEqual({ agreed: record?.Blocking, disagreed: 0, unanswered: 0 });
    expect(record?.Blocking).toBeGreaterThan(1);
  });

  it('that disagrees makes a warning of the block, and is counted', async () => {
    const { hookStatus, record, response } = await heard(allow);

    expect(hookStatus).toBe('SUCCESS');
    expect(record).toMatchObject({ verdict: 'inconclusive', Blocking: 0 });
    expect(record?.Disagreements).toBeGreaterThan(1);
    expect(response.annotations[0]).toMatchObject({
      severityLevel: 'MEDIUM',
      statusMessage: expect.stringContaining("IAM's own simulator says it would work") as string,
    });
  });

  it('on one access leaves the block of the others', async () => {
    const { hookStatus, opinion, record } = await heard(onlyOrders);

    expect(hookStatus).toBe('FAILED');
    expect(opinion?.disagreed).toBeGreaterThan(0);
    expect(record?.Blocking).toBe(opinion?.agreed);
  });

  it.each([
    { name: 'is refused', simulate: fail },
    { name: 'never comes', simulate: (_, budget) => budget.allow(30_000, () => new Promise<never>(() => undefined)) },
  ] satisfies { name: string; simulate: Simulate }[])('that $name leaves the block', async ({ simulate }) => {
    const { hookStatus, opinion, record } = await heard(simulate);

    expect(hookStatus).toBe('FAILED');
    expect(opinion).toEqual({ agreed: 0, disagreed: 0, unanswered: record?.Blocking });
    expect(record?.Duration).toBeLessThan(20_000);
  });

  it('is asked with the policies as IAM will have them, what nobody knows yet spelt alike everywhere', async () => {
    const questions: SimulationQuestion[] = [];
    await heard((question) => {
      questions.push(question);
      return Promise.resolve('denied');
    });

    const question = questions.find(({ resource }) => resource.includes('Orders'));
    expect(question).toMatchObject({ action: 'sqs:ReceiveMessage', boundary: [] });
    expect(question?.policies.map((text): unknown => JSON.parse(text))).toEqual([
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
            Resource: [question?.resource],
            Condition: { StringEquals: { 'aws:RequestedRegion': ['us-west-2'] } },
          },
          { Effect: 'Deny', NotAction: ['sqs:*', 'logs:*'], Resource: ['*'] },
        ],
      },
    ]);
    expect(question?.context).toContainEqual({ name: 'aws:principalaccount', values: ['123456789012'] });
  });
});

describe('the simulator of an account', () => {
  let aws: FakeAws;
  beforeAll(async () => {
    aws = await startFakeAws();
  });
  afterAll(() => {
    aws.close();
  });
  const { simulate } = accountPorts({ account: '123456789012', region: 'us-west-2' });
  const ask: Simulate = (question, budget) =>
    simulate?.(question, budget) ?? Promise.reject(new Error('there is none'));
  const answering = (decision: string) => ({ EvaluationResults: [{ EvalActionName: 'a', EvalDecision: decision }] });

  it.each([
    { name: 'that allows', reply: answering('allowed'), hookStatus: 'SUCCESS' },
    { name: 'that denies', reply: answering('implicitDeny'), hookStatus: 'FAILED' },
    { name: 'that says nothing', reply: {}, hookStatus: 'FAILED' },
    { name: 'that may not be asked', reply: { error: 'AccessDenied', status: 403 }, hookStatus: 'FAILED' },
  ])('$name is heard', async ({ reply, hookStatus }) => {
    aws.reply({ 'iam:SimulateCustomPolicy': reply });
    const { hookStatus: answered } = await heard(ask, { clock: SYSTEM_CLOCK });

    expect(answered).toBe(hookStatus);
    expect(new Set(aws.calls)).toEqual(new Set(['iam:SimulateCustomPolicy']));
  });
});
