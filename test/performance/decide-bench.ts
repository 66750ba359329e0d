import { decide } from '#core/iam/decide';
import { readDecideInput } from '#core/iam/decide-input';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app-role`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app-role/app-fn`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});

/** The five policies of an ordinary execution role. */
const ROLE_POLICIES = [
  allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], '*'),
  allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
  allow(
    ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
    `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/Orders*`,
  ),
  allow('s3:GetObject*', ['arn:aws:s3:::data-bucket/*', 'arn:aws:s3:::config-bucket/app/*']),
  allow('lambda:InvokeFunction', [
    `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:target`,
    `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:target:*`,
  ]),
];

const caller = {
  principalArn: SESSION,
  principalRoleArn: ROLE,
  identityPolicies: ROLE_POLICIES,
  resourceAccount: ACCOUNT,
  context: {
    'aws:PrincipalArn': ROLE,
    'aws:PrincipalAccount': ACCOUNT,
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
  },
};

const CASES = [
  {
    ...caller,
    id: 'invoke with five role policies',
    action: 'lambda:InvokeFunction',
    resourceArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:target`,
  },
  {
    ...caller,
    id: 'GetObject with a bucket policy',
    action: 's3:GetObject',
    resourceArn: 'arn:aws:s3:::data-bucket/in/a.json',
    resourcePolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 's3:Get*', Resource: 'arn:aws:s3:::data-bucket/*' },
      ],
    },
  },
  {
    ...caller,
    id: 'Decrypt with a key policy and kms:ViaService',
    action: 'kms:Decrypt',
    resourceArn: KEY,
    identityPolicies: [
      ...ROLE_POLICIES,
      allow('kms:Decrypt', KEY, { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }),
    ],
    context: { ...caller.context, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
    resourcePolicy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
      ],
    },
  },
];

const BATCH = 1000;
const WARM_UP = 20_000;

/** Decisions a second, the policies parsed once. */
export function benchDecide(milliseconds = 500): readonly { name: string; perSecond: number }[] {
  const input = readDecideInput(CASES);
  if (input.kind === 'problems') throw new Error(JSON.stringify(input.problems));
  return input.cases.map(({ id, request, layers }) => {
    if (decide(request, layers).outcome !== 'allow') throw new Error(`${id}: this request must be allowed`);
    for (let count = 0; count < WARM_UP; count++) decide(request, layers);
    const start = performance.now();
    let decisions = 0;
    while (performance.now() - start < milliseconds) {
      for (let count = 0; count < BATCH; count++) decide(request, layers);
      decisions += BATCH;
    }
    return { name: id, perSecond: Math.round((decisions / (performance.now() - start)) * 1000) };
  });
}
