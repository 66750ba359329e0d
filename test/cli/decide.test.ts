import decideInput from '#schema/decide-input.schema.json';
import decision from '#schema/decision.schema.json';
import Ajv2020 from 'ajv/dist/2020';
import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from './fake-io';

const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:target';
const CASE = {
  id: 'invoke',
  principalArn: 'arn:aws:sts::111122223333:assumed-role/app-role/app-fn',
  action: 'lambda:InvokeFunction',
  resourceArn: FN,
  identityPolicies: [
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FN }] },
  ],
};
const ajv = new Ajv2020({ allowUnionTypes: true });
const isInput = ajv.compile(decideInput);
const isDecision = ajv.compile(decision);

const NEAR = { ...CASE, id: 'alias', resourceArn: `${FN}:live`, unknownContext: ['aws:SourceVpc'] };

const decideText = (input: unknown, ...args: readonly string[]) =>
  runCommand(['decide', '-', ...args], { stdin: typeof input === 'string' ? input : JSON.stringify(input) });

describe('decide', () => {
  it('explains one request in text', async () => {
    const { status, out, err } = await decideText(CASE);

    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toBe(
      `invoke: allow\n  User: ${CASE.principalArn} is authorized to perform: lambda:InvokeFunction on resource: ${FN}\n` +
        '  identity-based policy: allows yes, denies no; must allow\n    Allow in identityPolicies[0], statement 1\n',
    );
  });

  it('answers a list as JSON, with the near miss and its place', async () => {
    const { status, out } = await decideText([CASE, NEAR], '--format', 'json');

    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      {
        id: 'invoke',
        outcome: 'allow',
        decidedBy: null,
        closest: null,
        unknowns: [],
        problems: [],
        layers: [
          {
            layer: 'identity',
            denies: 'no',
            allows: 'yes',
            required: 'yes',
            because: [{ effect: 'Allow', applies: 'yes', path: [0, 'identityPolicies', 0, 'Statement', 0] }],
          },
        ],
      },
      {
        id: 'alias',
        outcome: 'implicit-deny',
        decidedBy: 'identity',
        closest: { miss: 'resource', path: [1, 'identityPolicies', 0, 'Statement', 0] },
      },
    ]);
  });

  it('names what would settle an unknown, and what AWS would reject', async () => {
    const Statement = [
      { Effect: 'Allow', Action: '*', Resource: 'x', Condition: { StringEquals: { 'aws:SourceVpc': 'v' } } },
      { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:SourceVpc': 'v' } } },
    ];
    const { out } = await decideText({ ...NEAR, identityPolicies: [{ Statement }] }, '--format', 'json');

    expect(JSON.parse(out)).toMatchObject([
      {
        outcome: 'unknown',
        unknowns: [
          { reason: 'context-key', message: 'the value of condition key `aws:SourceVpc` at run time is not known' },
        ],
        problems: [
          {
            message: 'a resource must be an ARN or `*`: `x`',
            path: ['identityPolicies', 0, 'Statement', 0, 'Resource'],
          },
        ],
      },
    ]);
    expect((await decideText({ ...NEAR, identityPolicies: [{ Statement }] })).out).toContain(
      '  policy problem at identityPolicies.0.Statement.0.Resource: a resource must be an ARN or `*`: `x`\n',
    );
  });

  it.each([
    ['lambda:InvokeFunction', FN, 'a statement of a resource policy needs a `Principal`'],
    ['kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/1', 'a statement of a resource policy needs a `Principal`'],
    ['sts:AssumeRole', 'arn:aws:iam::111122223333:role/r', 'a statement of a trust policy has no `Resource`'],
  ])('knows which kind of policy answers %s', async (...[action, resourceArn, message]) => {
    const { Statement } = CASE.identityPolicies[0] ?? {};
    const policies = {
      boundaryPolicies: CASE.identityPolicies,
      scps: [{ policies: CASE.identityPolicies }],
      rcps: [{ policies: [{ Statement }] }],
    };
    const { out } = await decideText({ ...CASE, ...policies, action, resourceArn, resourcePolicy: { Statement } });
    expect(out).toContain(`policy problem at resourcePolicy.Statement.0: ${message}`);
    expect(out).toContain(
      'policy problem at rcps.0.policies.0.Statement.0: a statement of a resource policy needs a `Principal`',
    );
  });

  it('takes and gives what the schemas in `schema` say, with everything that may stand in the way', async () => {
    const bucket = { resourceArn: 'arn:aws:s3:::b/k', resourceAccount: '444455556666', resourcePolicy: null };
    const S3 = {
      ...CASE,
      action: 's3:GetObject',
      resourceArn: 'arn:aws:s3:eu-west-1:444455556666:accesspoint/p/object/k',
      resourcePolicy: { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' } },
      endpointPolicies: [],
      restrictPublicBuckets: 'unknown',
      accessPointBucket: bucket,
    };
    const input = [CASE, NEAR, S3, { ...S3, restrictPublicBuckets: true }];
    const { out } = await decideText(input, '--format', 'json');

    expect({ is: isInput(input), errors: isInput.errors }).toEqual({ is: true, errors: null });
    expect({ is: isDecision(JSON.parse(out)), errors: isDecision.errors }).toEqual({ is: true, errors: null });
    expect(isInput({ ...CASE, identityPolicy: [] })).toBe(false);
  });

  it.each<[string, unknown, string]>([
    ['text that is no JSON', '{"a": ', '`-` is not JSON: '],
    ['fields that are wrong', [{ ...CASE, action: 1 }], '`-` cannot be decided:\n  [0].action: a string is expected'],
    ['no object at all', 7, '`-` cannot be decided:\n  input: an object is expected'],
  ])('refuses %s', async (...[, input, message]) => {
    const { status, out, err } = await decideText(input);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
  });

  it('takes one file', async () => {
    expect(await runCommand(['decide'])).toMatchObject({ status: 2, out: '' });
    expect(await runCommand(['decide', 'a', 'b'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('`decide` takes one file') as string,
    });
  });

  it('shows its options', async () => {
    expect((await runCommand(['decide', '--help'])).out).toContain('Usage: cfn-permission-hook decide <file|->');
  });
});

const SHARED = '../shared/reference/iam-cases.json';
const shared = existsSync(SHARED) ? it : it.skip;

shared(`agrees with every expectation of ${SHARED} (skipped where that file is absent)`, async () => {
  const wanted = JSON.parse(readFileSync(SHARED, 'utf8')) as readonly { id: string; expected: keyof typeof OUTCOMES }[];
  const { out } = await runCommand(['decide', SHARED, '--format', 'json']);
  const decided = JSON.parse(out) as readonly { id: string; outcome: string }[];
  expect([isInput(wanted), isDecision(decided)]).toEqual([true, true]);
  expect(decided.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(
    wanted.map(({ id, expected }) => `${id} ${OUTCOMES[expected]}`),
  );
});

const OUTCOMES = { allowed: 'allow', implicitDeny: 'implicit-deny', explicitDeny: 'explicit-deny' } as const;
