import type { Fact } from '#core/facts/facts';
import { ACCOUNT, allow, deny, found, judged, QUEUE_ACTIONS, ROLE, TRUST, verdictOn, type Case } from './judged';

const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:worker`;
const POLLS = 'lambda-polls-queue';
const role = (value: object, arn = ROLE) => ({ [`iam-role:${arn}`]: found({ trust: TRUST, policies: [], ...value }) });
const runsAs = (arn: string, id = FUNCTION) => ({ [`function-configuration:${id}`]: found({ role: arn }) });
const POLL = { name: 'poll', document: allow(QUEUE_ACTIONS) };
const ABSENT: Fact = { status: 'absent' };
const UNREADABLE: Fact = { status: 'unreadable', reason: 'lambda:GetFunctionConfiguration: access denied' };

/** A queue that a function of another stack polls. */
const polling = (FunctionName: unknown = 'worker', more: Readonly<Record<string, unknown>> = {}) => ({
  Orders: { Type: 'AWS::SQS::Queue' },
  Poll: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName, EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] } },
  },
  ...more,
});
const attached = (Roles: unknown, name = 'poll') => ({
  Grant: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: name, Roles: [Roles], PolicyDocument: allow('sqs:*') },
  },
});

describe('the role of a function outside the stack', () => {
  it.each<Partial<Case> & { name: string; verdict: string }>([
    { name: 'is not asked of while the function was not read', verdict: 'allowed' },
    { name: 'leaves it open while only its name is known', facts: runsAs(ROLE), verdict: 'note unknown' },
    {
      name: 'is refused what it is not granted',
      facts: { ...runsAs(ROLE), ...role({}) },
      verdict: 'block implicit-deny',
    },
    {
      name: 'is refused what is denied to it',
      facts: { ...runsAs(ROLE), ...role({ policies: [{ name: 'no', document: deny('sqs:*') }] }) },
      verdict: 'block explicit-deny',
    },
    {
      name: 'is allowed what it is granted',
      facts: { ...runsAs(ROLE), ...role({ policies: [POLL] }) },
      verdict: 'allowed',
    },
    {
      name: 'gets what this stack attaches to it',
      resources: polling('worker', attached('worker')),
      facts: { ...runsAs(ROLE), ...role({}) },
      verdict: 'allowed',
    },
    {
      name: 'is that of the alias where one is named',
      resources: polling('worker:live'),
      facts: { ...runsAs(`${ROLE}2`), ...runsAs(ROLE, `${FUNCTION}:live`), ...role({ policies: [POLL] }) },
      verdict: 'allowed',
    },
    {
      name: 'is not that of the function where a version of it is named',
      resources: polling(`${FUNCTION}:7`),
      facts: { ...runsAs(ROLE), ...role({}) },
      verdict: 'allowed',
    },
    {
      name: 'stays open where the function may not be read',
      facts: { [`function-configuration:${FUNCTION}`]: UNREADABLE },
      verdict: 'note unknown',
    },
    {
      name: 'is nothing to judge where there is no such function',
      facts: { [`function-configuration:${FUNCTION}`]: ABSENT },
      verdict: 'allowed',
    },
  ])('$name', ({ resources = polling(), verdict, facts = {} }) => {
    expect(verdictOn(POLLS, judged({ resources, facts }))).toBe(verdict);
  });

  it('is asked for once the function is known, and the function by its ARN', () => {
    const wanted = (facts: Readonly<Record<string, Fact>>) => judged({ resources: polling(), facts }).wantedFacts;

    expect(wanted({})).toContainEqual({ kind: 'function-configuration', id: FUNCTION });
    expect(wanted(runsAs(ROLE))).toContainEqual({ kind: 'iam-role', id: ROLE });
  });

  it('is named with the function, and the mapping is where the finding stands', () => {
    const { findings } = judged({ resources: polling(), facts: { ...runsAs(ROLE), ...role({}) } });
    const finding = findings.find(({ rule }) => rule === POLLS);

    expect(finding?.message).toMatch(/^`worker` cannot call `sqs:\w+` on `Orders`, because .* of `arn:.*role\/worker`/);
    expect(finding?.location.path.slice(0, 2)).toEqual(['Resources', 'Poll']);
    expect([finding?.function, finding?.principal.arn]).toEqual([null, ROLE]);
  });
});

describe('an alias of this stack to a function outside of it', () => {
  const alias = (FunctionVersion: unknown, more: object = {}) =>
    polling(
      { Ref: 'Live' },
      {
        Live: {
          Type: 'AWS::Lambda::Alias',
          Properties: { FunctionName: 'worker', Name: 'live', FunctionVersion, ...more },
        },
      },
    );
  const weighted = { RoutingConfig: { AdditionalVersionWeights: [{ FunctionVersion: '6', FunctionWeight: 0.1 }] } };

  it.each([
    { name: 'runs as its version does', resources: alias('7'), verdict: 'block implicit-deny' },
    { name: 'may run as two do', resources: alias('7', weighted), verdict: 'allowed' },
    { name: 'runs as a version that is not known', resources: alias({ Ref: 'Version' }), verdict: 'allowed' },
  ])('$name', ({ resources, verdict }) => {
    const live = { ...runsAs(`${ROLE}-before`, `${FUNCTION}:live`), ...runsAs(ROLE, `${FUNCTION}:7`), ...role({}) };
    expect(verdictOn(POLLS, judged({ resources, facts: live }))).toBe(verdict);
  });
});

describe('a role of this stack that a function outside of it runs with', () => {
  const ARN = `arn:aws:iam::${ACCOUNT}:role/shop-Role-ABCDEFGHIJKL`;
  const own = (Policies: readonly object[]) => ({
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, Policies } },
  });
  const granted = own([{ PolicyName: 'poll', PolicyDocument: allow(QUEUE_ACTIONS) }]);
  const deployed = new Map([['Role', 'shop-Role-ABCDEFGHIJKL']]);
  const before = own([]);
  const facts = { ...runsAs(ARN), ...role({}, ARN) };

  it.each([
    { name: 'is judged by the template that is about to be', more: granted, deployed, verdict: 'allowed' },
    { name: 'is refused what the template does not grant', more: before, deployed, verdict: 'block implicit-deny' },
    {
      name: 'may be the one whose name nobody told',
      more: granted,
      deployed: 'unknown' as const,
      verdict: 'note unknown',
    },
    { name: 'may be one that is not said to be there', more: granted, deployed: undefined, verdict: 'note unknown' },
  ])('$name', ({ more, deployed: there, verdict }) => {
    const known = there === undefined ? {} : { deployed: there };
    expect(verdictOn(POLLS, judged({ resources: polling('worker', more), before, facts, ...known }))).toBe(verdict);
  });
});

describe('policies of a role of the account that this stack writes anew', () => {
  const facts = (document: object) => ({ ...runsAs(ROLE), ...role({ policies: [{ name: 'poll', document }] }) });
  const SHARED = `arn:aws:iam::${ACCOUNT}:policy/shared`;
  const managed = {
    Shared: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: 'shared', PolicyDocument: allow('sqs:*') },
    },
  };
  const attachedShared = {
    ...runsAs(ROLE),
    ...role({ policies: [{ arn: SHARED, document: allow('s3:GetObject') }] }),
  };

  it.each<Partial<Case> & { name: string; verdict: string }>([
    {
      name: 'take the place of the old ones of that name',
      resources: polling('worker', attached('worker')),
      facts: facts(deny('sqs:*')),
      deployed: new Map([['Grant', 'poll']]),
      verdict: 'allowed',
    },
    {
      name: 'are what the role will have of a managed policy of the stack',
      resources: polling('worker', managed),
      facts: attachedShared,
      deployed: new Map([['Shared', SHARED]]),
      verdict: 'allowed',
    },
    {
      name: 'leave alone what has another name',
      resources: polling('worker', attached('worker', 'other')),
      facts: facts(deny('sqs:*')),
      deployed: new Map(),
      verdict: 'block explicit-deny',
    },
  ])('$name', ({ resources = {}, verdict, facts: live = {}, deployed }) => {
    const there = deployed === undefined ? {} : { deployed };
    expect(verdictOn(POLLS, judged({ resources, facts: live, ...there }))).toBe(verdict);
  });
});

describe('what else a function outside the stack does for it', () => {
  const facts = { ...runsAs(ROLE), ...role({}) };
  const TOPIC = { Ref: 'Topic' };
  const topic = { Topic: { Type: 'AWS::SNS::Topic' } };

  it.each([
    {
      rule: 'function-sends-to-destination',
      resources: {
        ...topic,
        Config: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: {
            FunctionName: 'worker',
            Qualifier: '$LATEST',
            DestinationConfig: { OnFailure: { Destination: TOPIC } },
          },
        },
      },
    },
    {
      rule: 'function-sends-failed-batches',
      resources: {
        ...topic,
        Poll: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: 'worker',
            EventSourceArn: `arn:aws:kinesis:eu-west-1:${ACCOUNT}:stream/orders`,
            DestinationConfig: { OnFailure: { Destination: TOPIC } },
          },
        },
      },
    },
    {
      rule: 'lambda-reads-kinesis-stream',
      resources: {
        Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
        Poll: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { FunctionName: 'worker', EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] } },
        },
      },
    },
    {
      rule: 'function-rotates-secret',
      resources: {
        Secret: { Type: 'AWS::SecretsManager::Secret' },
        Rotation: {
          Type: 'AWS::SecretsManager::RotationSchedule',
          Properties: { SecretId: { Ref: 'Secret' }, RotationLambdaARN: FUNCTION },
        },
      },
    },
    {
      rule: 'lambda-decrypts-event-source',
      resources: {
        Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: allow('kms:*', '*', { Principal: { AWS: ACCOUNT } }) } },
        Orders: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' } } },
        Poll: polling().Poll,
      },
    },
  ])('is judged by $rule', ({ rule, resources }) => {
    expect(verdictOn(rule, judged({ resources }))).toBe('allowed');
    expect(verdictOn(rule, judged({ resources, facts }))).toBe('block implicit-deny');
  });
});
