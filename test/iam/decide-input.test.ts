import { decide } from '#core/iam/decide';
import { readDecideInput } from '#core/iam/decide-input';

const GOOD = {
  principalArn: 'arn:aws:sts::111122223333:assumed-role/app-role/app-fn',
  action: 's3:GetObject',
  resourceArn: 'arn:aws:s3:::bucket/key',
};
const POLICY = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

function problems(json: unknown): readonly string[] {
  const input = readDecideInput(json);
  return input.kind === 'problems' ? input.problems.map(({ path, expected }) => `${path}: ${expected}`) : [];
}

describe('bad input', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['is nothing', null, [': an object is expected']],
    ['is a text', 'x', [': an object is expected']],
    ['is a list with a number', [GOOD, 7], ['[1]: an object is expected']],
    [
      'lacks everything',
      {},
      ['resourceArn: a string is expected', 'principalArn: a string is expected', 'action: a string is expected'],
    ],
    ['has an empty principal', { ...GOOD, principalArn: '' }, ['principalArn: a string is expected']],
    [
      'has an action without a service',
      { ...GOOD, action: 'GetObject' },
      ['action: an action such as `s3:GetObject` is expected'],
    ],
    [
      'has a number for an account',
      { ...GOOD, resourceAccount: 111122223333 },
      ['resourceAccount: a string is expected'],
    ],
    [
      'has a field that does not exist',
      { ...GOOD, identityPolicy: POLICY },
      ['identityPolicy: no such field; see the documentation of `decide`'],
    ],
    [
      'has a text for a policy',
      [{ ...GOOD, identityPolicies: [POLICY, 'x'] }],
      ['[0].identityPolicies[1]: an object is expected'],
    ],
    ['has a number for the resource policy', { ...GOOD, resourcePolicy: 7 }, ['resourcePolicy: an object is expected']],
    ['has a level that is a text', { ...GOOD, scps: ['x'] }, ['scps[0]: an object is expected']],
    [
      'has a level without a name that is a text',
      { ...GOOD, scps: [{ level: 1, policies: [] }] },
      ['scps[0].level: a string is expected'],
    ],
    [
      'has a policy in a level that is a text',
      { ...GOOD, rcps: [{ level: 'root', policies: ['x'] }] },
      ['rcps[0].policies[0]: an object is expected'],
    ],
    [
      'has a text for Block Public Access',
      { ...GOOD, restrictPublicBuckets: 'yes' },
      ['restrictPublicBuckets: true, false or "unknown" is expected'],
    ],
    [
      'has a text for the bucket behind an access point',
      { ...GOOD, accessPointBucket: 'bucket' },
      ['accessPointBucket: an object is expected', 'accessPointBucket.resourceArn: a string is expected'],
    ],
    [
      'has fields of a bucket that do not exist',
      { ...GOOD, accessPointBucket: { resourceArn: 'arn:aws:s3:::bucket', policy: POLICY } },
      ['accessPointBucket.policy: no such field; see the documentation of `decide`'],
    ],
    ['has a list for the context', { ...GOOD, context: [] }, ['context: an object is expected']],
    [
      'has an object for a context value',
      { ...GOOD, context: { 'aws:SourceArn': {} } },
      ['context["aws:SourceArn"]: a string, number or boolean, or a list of them, is expected'],
    ],
    [
      'has an object in a list of context values',
      { ...GOOD, context: { 'aws:x': ['a', {}] } },
      ['context["aws:x"][1]: a string, number or boolean, or a list of them, is expected'],
    ],
    [
      'has a number among the unknown keys',
      { ...GOOD, unknownContext: ['a', 1] },
      ['unknownContext[1]: a string is expected'],
    ],
  ])('%s', (...[, json, expected]) => {
    expect(problems(json)).toEqual(expected);
  });

  it('is found in every entry at once', () => {
    expect(problems([{ ...GOOD, action: 1 }, GOOD, { ...GOOD, resourceArn: 1 }])).toEqual([
      '[0].action: a string is expected',
      '[2].resourceArn: a string is expected',
    ]);
  });
});

function outcomes(json: unknown): readonly string[] {
  const input = readDecideInput(json);
  if (input.kind === 'problems') throw new Error(JSON.stringify(input.problems));
  return input.cases.map(({ id, request, layers }) => `${id}: ${decide(request, layers).outcome}`);
}

describe('good input', () => {
  it('is one object or a list, with ids or counted', () => {
    const own = { ...GOOD, identityPolicies: [POLICY], resourceAccount: '111122223333' };
    expect(outcomes(own)).toEqual(['0: allow']);
    expect(outcomes([{ ...own, id: 'a' }, GOOD])).toEqual(['a: allow', '1: implicit-deny']);
  });

  it('takes a single policy for a list of one, and null for nothing', () => {
    expect(
      outcomes({
        ...GOOD,
        identityPolicies: POLICY,
        resourceAccount: '111122223333',
        boundaryPolicies: null,
        context: null,
        scps: null,
      }),
    ).toEqual(['0: allow']);
  });

  it('takes the account of the resource from its ARN', () => {
    expect(
      outcomes({
        ...GOOD,
        action: 'sqs:SendMessage',
        resourceArn: 'arn:aws:sqs:eu-west-1:111122223333:q',
        identityPolicies: POLICY,
      }),
    ).toEqual(['0: allow']);
  });

  it('takes what stands in the way to a bucket', () => {
    const inBucket = {
      resourceArn: 'arn:aws:s3:::bucket/key',
      resourceAccount: '111122223333',
      resourcePolicy: POLICY,
    };
    const input = readDecideInput({
      ...GOOD,
      endpointPolicies: POLICY,
      restrictPublicBuckets: true,
      accessPointBucket: inBucket,
    });

    expect(input.kind === 'cases' && input.cases[0]?.layers).toMatchObject({
      endpoint: { policies: [{ label: 'endpointPolicies' }] },
      restrictsPublicBuckets: 'yes',
      behind: { resource: [inBucket.resourceArn], account: ['111122223333'], policy: { policies: [{}] } },
    });
  });

  it('may not know the settings of a bucket, nor its owner', () => {
    const accessPointBucket = { resourceArn: 'arn:aws:s3:::bucket/key' };
    const input = readDecideInput({ ...GOOD, restrictPublicBuckets: 'unknown', accessPointBucket });

    expect(input.kind === 'cases' && input.cases[0]?.layers).toMatchObject({
      restrictsPublicBuckets: 'unknown',
      behind: { account: [{ reason: { kind: 'account-of-resource' } }], policy: undefined },
    });
  });

  it('does not know whose a bucket is', () => {
    expect(outcomes({ ...GOOD, identityPolicies: POLICY })).toEqual(['0: unknown']);
  });

  it('does not know the path of a role from its session', () => {
    const resourcePolicy = {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/team/app-role' },
        Action: 's3:*',
        Resource: '*',
      },
    };
    expect(outcomes({ ...GOOD, resourceAccount: '111122223333', resourcePolicy })).toEqual(['0: unknown']);
    expect(
      outcomes({
        ...GOOD,
        resourceAccount: '111122223333',
        resourcePolicy,
        principalRoleArn: 'arn:aws:iam::111122223333:role/app-role',
      }),
    ).toEqual(['0: implicit-deny']);
  });

  it.each([
    ['*', 'allow'],
    ['anonymous', 'allow'],
    ['s3.amazonaws.com', 'allow'],
    ['arn:aws:iam::111122223333:role/r', 'allow'],
    ['arn:', 'implicit-deny'],
  ])('knows the principal %s', (principalArn, expected) => {
    const resourcePolicy = { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' } };
    expect(outcomes({ ...GOOD, principalArn, resourceAccount: '111122223333', resourcePolicy })).toEqual([
      `0: ${expected}`,
    ]);
  });

  it('knows keys that are not listed to be missing, unless they are named as unknown', () => {
    const Statement = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    };
    const entry = { ...GOOD, resourceAccount: '111122223333', identityPolicies: [{ Statement }] };
    expect(outcomes(entry)).toEqual(['0: implicit-deny']);
    expect(outcomes({ ...entry, unknownContext: ['AWS:SourceVPC'] })).toEqual(['0: unknown']);
    expect(outcomes({ ...entry, context: { 'aws:sourceVpc': 'vpc-1' } })).toEqual(['0: allow']);
  });

  it('takes numbers and booleans for their text, and lists for several values', () => {
    const Condition = {
      Bool: { 'aws:SecureTransport': 'true' },
      NumericEquals: { 's3:max-keys': '10' },
      'ForAnyValue:StringEquals': { 'aws:TagKeys': 'b' },
    };
    const entry = {
      ...GOOD,
      resourceAccount: '111122223333',
      identityPolicies: [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition } }],
    };
    expect(
      outcomes({ ...entry, context: { 'aws:SecureTransport': true, 's3:max-keys': 10, 'aws:TagKeys': ['a', 'b'] } }),
    ).toEqual(['0: allow']);
  });

  it('does not look at inherited names', () => {
    expect(
      problems(JSON.parse('{"__proto__": {"action": "s3:GetObject"}, "principalArn": "*", "resourceArn": "*"}')),
    ).toContain('action: a string is expected');
  });
});
