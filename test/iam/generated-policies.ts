import fc from 'fast-check';
import type { NaivePolicies, NaivePolicy, NaiveRequest, NaiveStatement } from './naive-evaluator';

const A = '111122223333';
const B = '444455556666';
const ROLE = `arn:aws:iam::${A}:role/team/app`;
const SESSION = `arn:aws:sts::${A}:assumed-role/app/fn`;
const USER = `arn:aws:iam::${A}:user/alice`;

const caller = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constant<NaiveRequest['caller']>({ kind: 'session', session: SESSION, role: ROLE, account: A }),
  },
  fc.constant<NaiveRequest['caller']>({ kind: 'user', user: USER, account: A }),
  fc.constant<NaiveRequest['caller']>({ kind: 'root', account: A }),
  fc.constantFrom<NaiveRequest['caller']>(
    { kind: 'service', service: 's3.amazonaws.com' },
    { kind: 'service', service: 'sns.amazonaws.com' },
  ),
  fc.constant<NaiveRequest['caller']>({ kind: 'anonymous' }),
);

const RESOURCES: readonly (readonly [string, string, string])[] = [
  ['lambda:InvokeFunction', `arn:aws:lambda:eu-west-1:${A}:function:f`, A],
  ['lambda:InvokeFunction', `arn:aws:lambda:eu-west-1:${A}:function:f:live`, A],
  ['lambda:InvokeFunction', `arn:aws:lambda:eu-west-1:${B}:function:f`, B],
  ['s3:GetObject', 'arn:aws:s3:::data/in/a.json', A],
  ['s3:GetObject', 'arn:aws:s3:::data/in/a.json', B],
  ['kms:Decrypt', `arn:aws:kms:eu-west-1:${A}:key/1`, A],
  ['kms:Decrypt', `arn:aws:kms:eu-west-1:${B}:key/1`, B],
  ['sts:AssumeRole', `arn:aws:iam::${A}:role/target`, A],
];

const contextArbitrary = fc.record({
  'aws:PrincipalTag/team': fc.option(fc.constantFrom('in', 'out', '*'), { nil: undefined }),
  'aws:SourceArn': fc.option(fc.constantFrom('arn:aws:s3:::data', `arn:aws:sns:eu-west-1:${A}:topic`, 'data'), {
    nil: undefined,
  }),
  's3:max-keys': fc.option(fc.constantFrom('9', '10', '11.5'), { nil: undefined }),
  'aws:CurrentTime': fc.option(fc.constantFrom('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), { nil: undefined }),
  'aws:SourceIp': fc.option(fc.constantFrom('10.1.2.3', '203.0.113.9'), { nil: undefined }),
  'aws:MultiFactorAuthPresent': fc.option(fc.constantFrom('true', 'false'), { nil: undefined }),
  'dynamodb:Attributes': fc.option(fc.subarray(['ID', 'Name', 'Tag']), { nil: undefined }),
  'aws:username': fc.option(fc.constant('alice'), { nil: undefined }),
});

export const requestArbitrary: fc.Arbitrary<NaiveRequest> = pool(
  fc
    .tuple(caller, fc.constantFrom(...RESOURCES), contextArbitrary)
    .map(([who, [action, resource, owner], context]) => ({
      caller: who,
      action,
      resource,
      owner,
      context: Object.fromEntries(
        Object.entries(context).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
      ),
    })),
  3000,
);

const actions = fc.subarray(
  [
    '*',
    'lambda:*',
    'lambda:Invoke*',
    'LAMBDA:invokefunction',
    's3:Get*',
    's3:GetObject',
    'kms:*',
    'kms:D?crypt',
    'sts:Assume*',
    'sqs:*',
  ],
  { minLength: 1, maxLength: 3 },
);
const RESOURCE_PATTERNS = [
  '*',
  ...RESOURCES.map(([, resource]) => resource),
  `arn:aws:lambda:eu-west-1:${A}:function:f*`,
  `arn:aws:lambda:eu-west-1:${A}:function:f:*`,
  `arn:aws:lambda:*:*:function:?`,
  'arn:aws:*:*:*:*',
  'arn:aws:lambda:*:function:f',
  'arn:aws:s3:::data/*',
  'arn:aws:s3:::data/${aws:PrincipalTag/team}/*',
  'arn:aws:s3:::data/${aws:PrincipalTag/team}/${aws:username}',
  'arn:aws:s3:::*/in/?.json',
  'arn:aws:s3:::data/in/${*}',
  `arn:aws:kms:*:${A}:key/*`,
  'arn:aws:iam::*:role/t*',
];
const resources = fc.subarray(RESOURCE_PATTERNS, { minLength: 1, maxLength: 3 });

const awsPrincipals = fc.subarray(
  [
    SESSION,
    ROLE,
    USER,
    A,
    `arn:aws:iam::${A}:root`,
    `arn:aws:iam::${B}:root`,
    'arn:aws:iam::111122223333:role/app',
    '*',
  ],
  {
    minLength: 1,
    maxLength: 3,
  },
);
const services = fc.subarray(['s3.amazonaws.com', 'sns.amazonaws.com', 'lambda.amazonaws.com']);
const principals = fc.oneof(
  fc.constant({ Principal: '*' as const }),
  fc.record({ Principal: fc.record({ AWS: awsPrincipals, Service: services }) }),
  fc.record({ Principal: fc.record({ Service: services }) }),
  fc.constantFrom(
    { NotPrincipal: { AWS: [SESSION, ROLE, `arn:aws:iam::${A}:root`] } },
    { NotPrincipal: { AWS: [USER, A], Service: ['s3.amazonaws.com'] } },
    { NotPrincipal: { AWS: [`arn:aws:iam::${B}:root`] } },
  ),
);

const condition = (operators: readonly string[], key: string, values: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...operators),
      fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
      fc.constantFrom('', '', 'IfExists'),
      fc.subarray([...values], { minLength: 1 }),
    )
    .map(([operator, set, suffix, wanted]) => ({
      [operator === 'Null' ? operator : `${set}${operator}${suffix}`]: { [key]: wanted },
    }));

const ORDERINGS = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const STRINGS = ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'];
const strings = STRINGS.map((name) => `String${name}`);
const conditions = fc.oneof(
  condition([...strings, 'Null'], 'AWS:principaltag/team', ['in', 'IN', 'o*', '?n', 'true', '${aws:username}', '${*}']),
  condition(['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'], 'aws:SourceArn', [
    'arn:aws:s3:::data',
    'arn:aws:s3:::d*',
    'arn:aws:sns:*:topic',
    `arn:aws:sns:*:${A}:*`,
  ]),
  condition(
    ORDERINGS.map((name) => `Numeric${name}`),
    's3:max-keys',
    ['9', '10', '10.0', '12'],
  ),
  condition(
    ORDERINGS.map((name) => `Date${name}`),
    'aws:CurrentTime',
    ['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '2026-12-31T19:00:00-05:00'],
  ),
  condition(['IpAddress', 'NotIpAddress'], 'aws:SourceIp', ['10.0.0.0/8', '203.0.113.0/24', '203.0.113.9']),
  condition(['Bool', 'Null'], 'aws:MultiFactorAuthPresent', ['true', 'false']),
  condition([...strings, 'Null'], 'dynamodb:Attributes', ['ID', 'Name', 'T*', 'false']),
);

const effect = fc.constantFrom<NaiveStatement['Effect']>('Allow', 'Allow', 'Allow', 'Allow', 'Deny');
const statementBody = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: fc.record({ Action: actions }) }, fc.record({ NotAction: actions })),
    fc.oneof({ weight: 5, arbitrary: fc.record({ Resource: resources }) }, fc.record({ NotResource: resources })),
    fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, fc.record({ Condition: conditions })),
    effect,
  )
  .map(([action, resource, conditionPart, Effect]): NaiveStatement => ({
    Effect,
    ...action,
    ...resource,
    ...conditionPart,
  }));

export const statementArbitrary = pool(statementBody, 1500);
export const resourceStatementArbitrary = pool(
  fc.tuple(statementBody, principals).map(([statement, who]): NaiveStatement => ({
    ...statement,
    ...('NotPrincipal' in who ? { Effect: 'Deny' as const } : {}),
    ...who,
  })),
  1500,
);

/** Drawn once: making policies anew for each case would take most of the time. */
function pool<T>(arbitrary: fc.Arbitrary<T>, size: number): fc.Arbitrary<T> {
  return fc.constantFrom(...fc.sample(arbitrary, { numRuns: size, seed: 20_260_101 }));
}

const version = fc.constantFrom<NaivePolicy['Version']>('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17');
const documents = (statement: fc.Arbitrary<NaiveStatement>) =>
  pool(fc.record({ Version: version, Statement: fc.array(statement, { maxLength: 3 }) }), 1500);
const own = documents(statementArbitrary);
const ofResources = documents(resourceStatementArbitrary);

const EVERYTHING: NaivePolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
};
/** AWS: the policy of an endpoint that nobody wrote one for. */
const OPEN_ENDPOINT: NaivePolicy = {
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: ['*'], Resource: ['*'] }],
};
const limit = fc.array(fc.oneof(own, fc.constant(EVERYTHING)), { minLength: 1, maxLength: 2 });
const perhaps = <T>(arbitrary: fc.Arbitrary<T>, freq: number) => fc.option(arbitrary, { nil: undefined, freq });

export const policiesArbitrary: fc.Arbitrary<NaivePolicies> = fc.record({
  identity: fc.array(own, { maxLength: 2 }),
  boundary: perhaps(limit, 1),
  session: perhaps(limit, 1),
  scps: perhaps(fc.array(limit, { maxLength: 2 }), 1).map((levels) => levels ?? []),
  rcps: fc.array(fc.array(ofResources, { maxLength: 1 }), { maxLength: 1 }),
  resource: perhaps(fc.array(ofResources, { maxLength: 2 }), 4),
  endpoint: perhaps(fc.array(fc.oneof(ofResources, fc.constant(OPEN_ENDPOINT)), { minLength: 1, maxLength: 2 }), 1),
});
