import type { Fact } from '#core/facts/facts';
import {
  REGION,
  arnOf,
  KEY,
  ALIAS,
  BUCKET,
  QUEUE,
  TOPIC,
  STREAM,
  TABLE,
  SECRET,
  ROOT,
  service,
  keyFacts,
  encrypted,
  NEW,
  type Statement,
  worker,
  policy,
} from './encrypted';
import { ACCOUNT, allow, found, judged, verdictOn, type Case } from './judged';

describe('what is granted on something outside that a customer key encrypts', () => {
  const uses: readonly {
    rule: string;
    arn: string;
    on?: string;
    action: string;
    key: readonly string[];
    level: string;
  }[] = [
    {
      rule: 'function-encrypts-bucket',
      arn: BUCKET,
      on: `${BUCKET}/*`,
      action: 's3:PutObject',
      key: ['kms:GenerateDataKey'],
      level: 'block',
    },
    // Objects from before the bucket got its key, or with another, are read without it.
    {
      rule: 'function-decrypts-bucket',
      arn: BUCKET,
      on: `${BUCKET}/*`,
      action: 's3:GetObject',
      key: ['kms:Decrypt'],
      level: 'warn',
    },
    {
      rule: 'queue-user-uses-key',
      arn: QUEUE,
      action: 'sqs:SendMessage',
      key: ['kms:GenerateDataKey', 'kms:Decrypt'],
      level: 'block',
    },
    { rule: 'queue-user-uses-key', arn: QUEUE, action: 'sqs:ReceiveMessage', key: ['kms:Decrypt'], level: 'block' },
    {
      rule: 'topic-publisher-uses-key',
      arn: TOPIC,
      action: 'sns:Publish',
      key: ['kms:GenerateDataKey', 'kms:Decrypt'],
      level: 'block',
    },
    {
      rule: 'stream-user-uses-key',
      arn: STREAM,
      action: 'kinesis:PutRecord',
      key: ['kms:GenerateDataKey'],
      level: 'block',
    },
    { rule: 'table-user-uses-key', arn: TABLE, action: 'dynamodb:GetItem', key: ['kms:Decrypt'], level: 'warn' },
    {
      rule: 'table-user-uses-key',
      arn: TABLE,
      on: `${TABLE}/index/*`,
      action: 'dynamodb:Query',
      key: ['kms:Decrypt'],
      level: 'warn',
    },
    {
      rule: 'secret-reader-uses-key',
      arn: SECRET,
      on: `${SECRET}-??????`,
      action: 'secretsmanager:GetSecretValue',
      key: ['kms:Decrypt'],
      level: 'block',
    },
    {
      rule: 'secret-reader-uses-key',
      arn: `${SECRET}-AbCdEf`,
      action: 'secretsmanager:GetSecretValue',
      key: ['kms:Decrypt'],
      level: 'block',
    },
  ];

  it.each(uses)('$action on $arn takes $key', ({ rule, arn, on = arn, action, key: actions, level }) => {
    const facts = { ...keyFacts(), ...encrypted(arn) };
    const without = judged({ resources: worker([action, on]), facts, ...NEW });
    const withKey = judged({ resources: worker([action, on], [actions, KEY]), facts, ...NEW });

    expect(verdictOn(rule, without)).toBe(`${level} implicit-deny`);
    expect(verdictOn(rule, withKey)).toBe('allowed');
    const { message, evidence } = without.findings.find((each) => each.rule === rule) ?? { message: '', evidence: [] };
    expect(message).toMatch(/^`Worker` cannot call `kms:\w+` on `arn:aws:kms:.*`, because .*`Role`/);
    expect(evidence.map((each) => each.message).join()).toMatch(/`arn:aws:\w+:.*` (is|are) encrypted with key `arn:/);
  });

  it.each(uses)(
    '$action on $arn takes nothing more where the account does not tell',
    ({ rule, arn, on = arn, action }) => {
      const unsaid: readonly Readonly<Record<string, Fact>>[] = [
        {},
        keyFacts(),
        encrypted(arn),
        { ...keyFacts(), ...encrypted(arn, null) },
        { ...keyFacts([], 'AWS'), ...encrypted(arn) },
        { ...keyFacts(), [`encryption:${arn}`]: { status: 'unreadable', reason: 'access denied' } },
        { ...keyFacts(), [`encryption:${arn}`]: { status: 'absent' } },
        { ...encrypted(arn), [`key:${KEY}`]: { status: 'absent' } },
      ];
      const verdicts = unsaid.map((facts) =>
        verdictOn(rule, judged({ resources: worker([action, on]), facts, ...NEW })),
      );

      expect(verdicts).toEqual(unsaid.map(() => 'allowed'));
    },
  );

  it('asks for one fact of each, and for a key only once one is named', () => {
    const resources = worker(...uses.map(({ action, on, arn }): Statement => [action, on ?? arn]));
    const wanted = (facts: Readonly<Record<string, Fact>>) =>
      judged({ resources, facts }).wantedFacts.filter(({ kind }) => kind === 'encryption' || kind === 'key');

    expect(wanted({}).map(({ id }) => id)).toEqual(
      [TABLE, STREAM, BUCKET, SECRET, `${SECRET}-AbCdEf`, TOPIC, QUEUE].sort(),
    );
    expect(
      wanted(
        Object.assign(
          {},
          ...[TABLE, STREAM, BUCKET, SECRET, `${SECRET}-AbCdEf`, TOPIC, QUEUE].map((arn) => encrypted(arn)),
        ) as Record<string, Fact>,
      ),
    ).toEqual([{ kind: 'key', id: KEY }]);
    const patterns = worker(
      ['sqs:SendMessage', arnOf('sqs', 'orders-*')],
      ['s3:GetObject', 'arn:aws:s3:::*/x'],
      ['sqs:*', QUEUE],
    );
    expect(judged({ resources: patterns }).wantedFacts.filter(({ kind }) => kind === 'encryption')).toEqual([]);
  });
});

describe('a key outside', () => {
  const send: Statement = ['sqs:SendMessage', QUEUE];
  const rule = 'queue-user-uses-key';
  const other = KEY.replace(ACCOUNT, '444455556666');
  const isElsewhere: Fact = { status: 'unreadable', reason: 'it belongs to account 444455556666' };
  const conditioned = (via: string) => [{ ...ROOT, Condition: { StringEquals: { 'kms:ViaService': via } } }];
  const forQueue = (arn: string) => [
    { ...ROOT, Condition: { StringEquals: { 'kms:EncryptionContext:aws:sqs:arn': arn } } },
  ];
  const withKey = worker(send, ['kms:*', KEY]);

  it.each<Case & { name: string; verdict: string }>([
    {
      name: 'is found by its alias',
      resources: worker(send),
      facts: { ...keyFacts(), ...encrypted(QUEUE, 'alias/data') },
      ...NEW,
      verdict: 'block implicit-deny',
    },
    {
      name: 'is found by its id',
      resources: worker(send),
      facts: { ...keyFacts(), ...encrypted(QUEUE, KEY.slice(KEY.indexOf('/') + 1)) },
      ...NEW,
      verdict: 'block implicit-deny',
    },
    {
      name: 'that AWS manages is known by its alias',
      resources: worker(send),
      facts: encrypted(QUEUE, 'alias/aws/sqs'),
      ...NEW,
      verdict: 'allowed',
    },
    {
      name: 'may be granted to a role that is there',
      resources: worker(send),
      facts: { ...keyFacts(), ...encrypted(QUEUE) },
      deployed: 'unknown',
      verdict: 'note unknown',
    },
    {
      name: 'may be granted to a role of which nobody said whether it is there',
      resources: worker(send),
      facts: { ...keyFacts(), ...encrypted(QUEUE) },
      verdict: 'note unknown',
    },
    {
      name: 'whose policy leaves the account out refuses',
      resources: withKey,
      facts: { ...keyFacts([service('sns.amazonaws.com')]), ...encrypted(QUEUE) },
      ...NEW,
      verdict: 'block implicit-deny',
    },
    {
      name: 'allows through the service it names',
      resources: withKey,
      facts: { ...keyFacts(conditioned(`sqs.${REGION}.amazonaws.com`)), ...encrypted(QUEUE) },
      ...NEW,
      verdict: 'allowed',
    },
    {
      name: 'refuses through another service',
      resources: withKey,
      facts: { ...keyFacts(conditioned(`s3.${REGION}.amazonaws.com`)), ...encrypted(QUEUE) },
      ...NEW,
      verdict: 'block implicit-deny',
    },
    {
      name: 'allows in the context it names',
      resources: withKey,
      facts: { ...keyFacts(forQueue(QUEUE)), ...encrypted(QUEUE) },
      ...NEW,
      verdict: 'allowed',
    },
    {
      name: 'refuses in another context',
      resources: withKey,
      facts: { ...keyFacts(forQueue(`${QUEUE}-2`)), ...encrypted(QUEUE) },
      ...NEW,
      verdict: 'block implicit-deny',
    },
    {
      name: 'of another account is left open, also to a role without it',
      resources: worker(send),
      facts: { ...encrypted(QUEUE, other), [`key:${other}`]: isElsewhere },
      ...NEW,
      verdict: 'note unknown',
    },
    {
      name: 'of another account is left open, also to a role with it',
      resources: worker(send, ['kms:*', other]),
      facts: { ...encrypted(QUEUE, other), [`key:${other}`]: isElsewhere },
      ...NEW,
      verdict: 'note unknown',
    },
    {
      name: 'that could not be read is left open',
      resources: worker(send),
      facts: {
        ...encrypted(QUEUE, 'alias/data'),
        [`key:${ALIAS}`]: { status: 'unreadable', reason: 'kms:DescribeKey: access denied' },
      },
      ...NEW,
      verdict: 'note unknown',
    },
  ])('$name', ({ name, verdict, ...given }) => {
    expect([name, verdictOn(rule, judged(given))]).toEqual([name, verdict]);
  });

  it('is not sure where a bucket names it without its region', () => {
    const resources = worker(['s3:PutObject', `${BUCKET}/*`]);
    const verdicts = ['alias/data', KEY].map((name) =>
      verdictOn(
        'function-encrypts-bucket',
        judged({ resources, facts: { ...keyFacts(), ...encrypted(BUCKET, name) }, ...NEW }),
      ),
    );

    expect(verdicts).toEqual(['note unknown', 'block implicit-deny']);
  });

  it.each([
    { name: 'the bucket, where the bucket has a key of its own', bucketKey: true, context: BUCKET, verdict: 'allowed' },
    { name: 'the bucket, where it has none', bucketKey: false, context: BUCKET, verdict: 'block implicit-deny' },
    { name: 'the object, where it has none', bucketKey: false, context: `${BUCKET}/*`, verdict: 'allowed' },
  ])('is used for $name', ({ bucketKey, context, verdict }) => {
    const bound = [{ ...ROOT, Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': context } } }];
    const facts = { ...keyFacts(bound), [`encryption:${BUCKET}`]: found({ key: KEY, bucketKey }) };
    const resources = worker(['s3:PutObject', `${BUCKET}/*`], ['kms:GenerateDataKey', KEY]);

    expect(verdictOn('function-encrypts-bucket', judged({ resources, facts, ...NEW }))).toBe(verdict);
  });
});

describe('a resource of the stack under a key outside', () => {
  const queue = (KmsMasterKeyId: unknown) => ({ Orders: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId } } });
  const send = worker(['sqs:SendMessage', { 'Fn::GetAtt': ['Orders', 'Arn'] }]);
  const logs = { Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'app', KmsKeyId: KEY } } };
  const rule = 'queue-user-uses-key';

  it.each<{ name: string; given: unknown; facts: Readonly<Record<string, Fact>>; verdict: string }>([
    { name: 'by its alias', given: 'alias/data', facts: keyFacts(), verdict: 'block implicit-deny' },
    { name: 'by its ARN', given: KEY, facts: keyFacts(), verdict: 'block implicit-deny' },
    { name: 'that AWS manages', given: KEY, facts: keyFacts([], 'AWS'), verdict: 'allowed' },
    { name: 'that nobody read', given: KEY, facts: {}, verdict: 'allowed' },
    { name: 'that is AWS managed by name', given: 'alias/aws/sqs', facts: {}, verdict: 'allowed' },
  ])('takes it of who uses the resource: $name', ({ given, facts, verdict }) => {
    expect(verdictOn(rule, judged({ resources: { ...send, ...queue(given) }, facts, ...NEW }))).toBe(verdict);
  });

  it.each([
    {
      name: 'names CloudWatch Logs',
      statements: [
        ROOT,
        service(`logs.${REGION}.amazonaws.com`),
        { ...service(`logs.${REGION}.amazonaws.com`), Action: 'kms:Encrypt*' },
      ],
      verdict: 'allowed',
    },
    { name: 'names the account alone', statements: [ROOT], verdict: 'block implicit-deny' },
  ])('is judged by a key policy that $name', ({ statements, verdict }) => {
    const rules = judged({ resources: logs, facts: keyFacts(statements), ...NEW });

    expect(verdictOn('log-group-key-allows-logs', rules)).toBe(verdict);
    expect(verdictOn('log-group-key-allows-logs', judged({ resources: logs, ...NEW }))).toBe('allowed');
  });

  it('is said alike for the roles of other services', () => {
    const resources = {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: allow('sts:AssumeRole', undefined, {
            Principal: { Service: 'glue.amazonaws.com' },
          }),
          Policies: [policy(['s3:PutObject', `${BUCKET}/*`])],
        },
      },
    };
    const facts = { ...keyFacts(), ...encrypted(BUCKET) };

    // Other services may choose another key than that of the bucket.
    expect(verdictOn('bucket-user-uses-key', judged({ resources, facts, ...NEW }))).toBe('warn implicit-deny');
    expect(verdictOn('bucket-user-uses-key', judged({ resources, ...NEW }))).toBe('allowed');
  });
});
