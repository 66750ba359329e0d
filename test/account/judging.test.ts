import type { Fact } from '#core/facts/facts';
import type { Environment } from '#core/intrinsics/resolved-template';
import { judge } from '#core/judge';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { ACCOUNT, allow, deny, found, judged, QUEUE_ACTIONS, ROLE, TRUST, verdictOn, type Case } from './judged';
import { fixtureFolders, fixturesOf } from '../rules/rule-fixtures';

/** A queue polled by a function; the role is the stack's own, or one of the account. */
const polling = (role: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  Worker: { Type: 'AWS::Lambda::Function', Properties: { Role: role, Code: { ZipFile: '' } } },
  Orders: { Type: 'AWS::SQS::Queue' },
  Poll: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Worker' }, EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] } },
  },
  ...more,
});
const POLLS = 'lambda-polls-queue';

describe('a role of the account', () => {
  const attachment = {
    Grant: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'poll', Roles: ['worker'], PolicyDocument: allow('sqs:*') },
    },
  };
  const live = (value: object) => ({ [`iam-role:${ROLE}`]: found({ trust: TRUST, policies: [], ...value }) });

  it.each([
    { name: 'that was not read leaves it open', facts: {}, verdict: 'note unknown' },
    { name: 'without a grant is refused', facts: live({}), verdict: 'block implicit-deny' },
    {
      name: 'with a grant is allowed',
      facts: live({ policies: [{ name: 'poll', document: allow(QUEUE_ACTIONS) }] }),
      verdict: 'allowed',
    },
    {
      name: 'with a policy nobody could read leaves it open',
      facts: live({ policies: [{ arn: 'arn:aws:iam::aws:policy/x', unread: 'iam:GetPolicy: access denied' }] }),
      verdict: 'note unknown',
    },
    {
      name: 'is held by its boundary',
      facts: live({
        policies: [{ name: 'all', document: allow('*') }],
        boundary: { arn: 'arn:aws:iam::111122223333:policy/b', document: allow('logs:*') },
      }),
      verdict: 'block implicit-deny',
    },
    { name: 'gets what the template attaches to it', facts: live({}), more: attachment, verdict: 'allowed' },
    {
      name: 'that does not exist leaves it open',
      facts: { [`iam-role:${ROLE}`]: { status: 'absent' } satisfies Fact },
      verdict: 'note unknown',
    },
  ])('$name', ({ facts, more, verdict }) => {
    expect(verdictOn(POLLS, judged({ resources: polling(ROLE, more), facts }))).toBe(verdict);
  });
});

describe('an update of a role of the stack', () => {
  const own = (properties: object = {}) => ({
    ...polling({ 'Fn::GetAtt': ['Role', 'Arn'] }),
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...properties } },
  });
  const arn = `arn:aws:iam::${ACCOUNT}:role/shop-Role-ABC`;
  const deployed = new Map([['Role', 'shop-Role-ABC']]);
  const poll = { name: 'poll', document: allow(QUEUE_ACTIONS) };
  const withPoll = own({ Policies: [{ PolicyName: 'poll', PolicyDocument: allow(QUEUE_ACTIONS) }] });
  const before = { Other: { Type: 'AWS::SNS::Topic' }, Role: own().Role };
  const retained = {
    Type: 'AWS::IAM::Policy',
    DeletionPolicy: 'Retain',
    Properties: { PolicyName: 'poll', Roles: [{ Ref: 'Role' }], PolicyDocument: allow(QUEUE_ACTIONS) },
  };
  const live = (value: object) => ({ [`iam-role:${arn}`]: found({ trust: TRUST, policies: [], ...value }) });

  it.each<Case & { name: string; verdict: string }>([
    { name: 'offline is judged by its template', resources: own(), before, verdict: 'block implicit-deny' },
    {
      name: 'that is new is judged by its template',
      resources: own(),
      deployed: new Map(),
      verdict: 'block implicit-deny',
    },
    { name: 'that nobody read is left open', resources: own(), before, deployed, verdict: 'note unknown' },
    {
      name: 'that nobody could list is left open',
      resources: own(),
      before,
      deployed: 'unknown',
      verdict: 'note unknown',
    },
    {
      name: 'that the template before did not have is new, whoever could list it',
      resources: own(),
      before: { Other: before.Other },
      deployed: 'unknown',
      verdict: 'block implicit-deny',
    },
    {
      name: 'without anything by hand is refused',
      resources: own(),
      before,
      deployed,
      facts: live({}),
      verdict: 'block implicit-deny',
    },
    {
      name: 'keeps what was attached by hand',
      resources: own(),
      before,
      deployed,
      facts: live({ policies: [poll] }),
      verdict: 'allowed',
    },
    {
      name: 'loses what the template before gave it',
      resources: own(),
      before: { ...before, Role: withPoll.Role },
      deployed,
      facts: live({ policies: [poll] }),
      verdict: 'block implicit-deny',
    },
    {
      name: 'keeps a policy whose resource goes and is retained',
      resources: own(),
      before: { ...before, Grant: retained },
      deployed,
      facts: live({ policies: [poll] }),
      verdict: 'allowed',
    },
    {
      name: 'loses a policy whose resource goes',
      resources: own(),
      before: { ...before, Grant: { ...retained, DeletionPolicy: 'Delete' } },
      deployed,
      facts: live({ policies: [poll] }),
      verdict: 'block implicit-deny',
    },
    {
      name: 'is open where nobody knows who attached a policy',
      resources: own(),
      deployed,
      facts: live({ policies: [poll] }),
      verdict: 'note unknown',
    },
    {
      name: 'is refused by a denial attached by hand',
      resources: withPoll,
      before: { ...before, Role: withPoll.Role },
      deployed,
      facts: live({ policies: [poll, { name: 'stop', document: deny('sqs:*') }] }),
      verdict: 'block explicit-deny',
    },
    {
      name: 'is held by a boundary put on by hand',
      resources: withPoll,
      before: { ...before, Role: withPoll.Role },
      deployed,
      facts: live({ policies: [poll], boundary: { arn: 'x', document: allow('logs:*') } }),
      verdict: 'block implicit-deny',
    },
    {
      name: 'that gets another name starts anew',
      resources: own({ RoleName: 'second' }),
      before: { ...before, Role: own({ RoleName: 'first' }).Role },
      deployed: new Map([['Role', 'first']]),
      verdict: 'block implicit-deny',
    },
  ])('$name', ({ name, verdict, ...given }) => {
    expect([name, verdictOn(POLLS, judged(given))]).toEqual([name, verdict]);
  });
});

describe('an update of a function', () => {
  const notified = {
    Topic: { Type: 'AWS::SNS::Topic' },
    Worker: polling(ROLE).Worker,
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Worker', 'Arn'] }, TopicArn: { Ref: 'Topic' } },
    },
  };
  const before = { Topic: notified.Topic, Worker: notified.Worker };
  const kept = { ...before, Permission: { Type: 'AWS::Lambda::Permission', DeletionPolicy: 'Retain' } };
  const deployed = new Map([
    ['Worker', 'shop-Worker-ABCDEFGHIJKL'],
    ['Topic', `arn:aws:sns:eu-west-1:${ACCOUNT}:shop-Topic-ABC`],
    ['Permission', 'shop-Permission-ABC'],
  ]);
  const arn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:shop-Worker-ABCDEFGHIJKL`;
  const statement = (sid: string) =>
    found(allow('lambda:InvokeFunction', arn, { Sid: sid, Principal: { Service: 'sns.amazonaws.com' } }));

  it.each<Pick<Case, 'before'> & { name: string; facts: Readonly<Record<string, Fact>>; verdict: string }>([
    {
      name: 'with one that stays though its resource goes is not refused',
      before: kept,
      facts: { [`function:${arn}`]: statement('shop-Permission-ABC') },
      verdict: 'note unknown',
    },
    { name: 'whose policy nobody read is left open', facts: {}, verdict: 'note unknown' },
    {
      name: 'without a permission is refused',
      facts: { [`function:${arn}`]: { status: 'absent' } },
      verdict: 'block implicit-deny',
    },
    {
      name: 'with one given by hand is not refused',
      facts: { [`function:${arn}`]: statement('by-hand') },
      verdict: 'note unknown',
    },
    {
      name: 'with one that this update takes away is refused',
      facts: { [`function:${arn}`]: statement('shop-Permission-ABC') },
      verdict: 'block implicit-deny',
    },
  ])('$name', ({ facts, verdict, before: earlier = before }) => {
    const judgement = judged({ resources: notified, before: earlier, deployed, facts });

    expect(verdictOn('sns-subscription-invokes-function', judgement)).toBe(verdict);
  });
});

describe('an update that takes the policy of a queue out of the template', () => {
  const resources = {
    Orders: { Type: 'AWS::SQS::Queue' },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: TRUST,
        Policies: [{ PolicyName: 'send', PolicyDocument: allow('sqs:*') }],
      },
    },
    Worker: {
      ...polling({ 'Fn::GetAtt': ['Role', 'Arn'] }).Worker,
      Metadata: {
        PermissionHook: { Needs: [{ Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] } }] },
      },
    },
  };
  const sealed = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] };
  const guard = {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: 'Orders' }], PolicyDocument: sealed },
  };
  const deployed = new Map([
    ['Orders', `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/shop-Orders`],
    ['Guard', 'shop-Guard'],
  ]);
  const facts = { [`queue:arn:aws:sqs:eu-west-1:${ACCOUNT}:shop-Orders`]: found(sealed) };

  it.each([
    { name: 'takes it from the queue', DeletionPolicy: 'Delete', outcome: undefined },
    { name: 'leaves it on the queue where it is retained', DeletionPolicy: 'Retain', outcome: 'explicit-deny' },
  ])('$name', ({ DeletionPolicy, outcome }) => {
    const before = { ...resources, Guard: { ...guard, DeletionPolicy } };
    const { findings } = judged({ resources, before, deployed, facts });

    expect(findings.find(({ action }) => action === 'sqs:SendMessage')?.outcome).toBe(outcome);
  });
});

describe('a key by its alias', () => {
  const alias = `key:arn:aws:kms:eu-west-1:${ACCOUNT}:alias/data`;
  const arn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const template = (actions: readonly string[]) => ({
    Worker: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: '' } },
    },
    Data: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/data' } },
          ],
        },
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: TRUST,
        Policies: [
          {
            PolicyName: 'read',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Data.Arn}/*' } },
                ...actions.map((Action) => ({ Effect: 'Allow', Action, Resource: arn })),
              ],
            },
          },
        ],
      },
    },
  });
  const key = (policy: object, manager = 'CUSTOMER') => found({ arn, manager, policy, grants: 'not-read' });
  const account = allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });
  const open = { [alias]: key(account), [`key:${arn}`]: key(account) };

  it.each<{ name: string; actions: readonly string[]; facts: Readonly<Record<string, Fact>>; verdict: string }>([
    { name: 'is left open unread', actions: ['kms:Decrypt'], facts: {}, verdict: 'note unknown' },
    { name: 'is allowed where role and key policy say so', actions: ['kms:Decrypt'], facts: open, verdict: 'allowed' },
    { name: 'is never refused, as grants are not read', actions: [], facts: open, verdict: 'note unknown' },
    { name: 'needs nothing where AWS manages it', actions: [], facts: { [alias]: key({}, 'AWS') }, verdict: 'allowed' },
  ])('$name', ({ actions, facts, verdict }) => {
    expect(verdictOn('function-decrypts-bucket', judged({ resources: template(actions), facts }))).toBe(verdict);
  });
});

it('heeds the organisation where it is known', () => {
  const resources = polling(ROLE);
  const role = { [`iam-role:${ROLE}`]: found({ trust: TRUST, policies: [{ name: 'all', document: allow('*') }] }) };
  const scps = (policy: object) => ({
    [`organization-policies:${ACCOUNT}`]: found({ scps: [[allow('*')], [policy]], rcps: [] }),
  });

  expect(verdictOn(POLLS, judged({ resources, facts: { ...role, ...scps(allow('*')) } }))).toBe('allowed');
  expect(verdictOn(POLLS, judged({ resources, facts: { ...role, ...scps(deny('sqs:*')) } }))).toBe(
    'block explicit-deny',
  );
});

it('asks only for what can be read: no holes, no patterns', () => {
  const wanted = fixtureFolders()
    .flatMap((rule) => fixturesOf(rule, 'unknown'))
    .flatMap(({ text }) => {
      const environment: Environment = {
        parameters: new Map(),
        account: ACCOUNT,
        region: 'eu-west-1',
        stackName: 'shop',
      };
      const judgement = judge({ name: '', text, environment, today: '2026-11-22' }, new Map(), DEFAULT_SETTINGS);
      return judgement.wantedFacts;
    });

  expect(wanted.length).toBeGreaterThan(20);
  expect(
    wanted.filter(
      ({ kind, id }) =>
        id === '' || /[*?${}]/.test(id) || (/role|bucket|queue|topic|key/.test(kind) && !id.startsWith('arn:')),
    ),
  ).toEqual([]);
});
