import { decide } from '#core/iam/decide';
import { explainDecision } from '#core/iam/explain';
import { layersOfCase, requestOfCase, type IamCase } from './iam-case';

const SESSION = 'arn:aws:sts::111122223333:assumed-role/app-role/app-fn';
const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:target';
const ASKED = `perform: lambda:InvokeFunction on resource: ${FN}`;
const allow = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FN };
const deny = { Effect: 'Deny', Action: 'lambda:*', Resource: '*' };

function explain(policies: IamCase['policies'], request: Partial<IamCase['request']> = {}): readonly string[] {
  const row: IamCase = {
    file: '',
    name: '',
    outcome: 'allow',
    source: '',
    request: { principal: SESSION, action: 'lambda:InvokeFunction', resource: FN, ...request },
    policies,
  };
  return explainDecision(requestOfCase(row), decide(requestOfCase(row), layersOfCase(row)));
}

describe('the first line', () => {
  it.each<[string, IamCase['policies'], Partial<IamCase['request']>, string]>([
    ['says who may', { identity: [allow] }, {}, `User: ${SESSION} is authorized to ${ASKED}`],
    [
      'names the missing identity policy',
      {},
      {},
      `User: ${SESSION} is not authorized to ${ASKED} because no identity-based policy allows the lambda:InvokeFunction action`,
    ],
    [
      'names the missing boundary',
      { identity: [allow], boundary: [] },
      {},
      `User: ${SESSION} is not authorized to ${ASKED} because no permissions boundary allows the lambda:InvokeFunction action`,
    ],
    [
      'names the missing session policy',
      { identity: [allow], session: [] },
      {},
      `User: ${SESSION} is not authorized to ${ASKED} because no session policy allows the lambda:InvokeFunction action`,
    ],
    [
      'names the policy of the VPC endpoint',
      { identity: [allow], endpoint: [] },
      {},
      `User: ${SESSION} is not authorized to ${ASKED} because no VPC endpoint policy allows the lambda:InvokeFunction action`,
    ],
    [
      'names the missing service control policy',
      { identity: [allow], scps: [[]] },
      {},
      `User: ${SESSION} is not authorized to ${ASKED} because no service control policy allows the lambda:InvokeFunction action`,
    ],
    [
      'names the missing resource policy',
      {},
      { principal: 's3.amazonaws.com' },
      `User: s3.amazonaws.com is not authorized to ${ASKED} because no resource-based policy allows the lambda:InvokeFunction action`,
    ],
    [
      'names the denying identity policy',
      { identity: [allow, deny] },
      {},
      `User: ${SESSION} is not authorized to ${ASKED} with an explicit deny in an identity-based policy`,
    ],
    [
      'names the denying resource policy',
      { identity: [allow], resource: [{ ...deny, Principal: '*' }] },
      {},
      `User: ${SESSION} is not authorized to ${ASKED} with an explicit deny in a resource-based policy`,
    ],
    [
      'says that it cannot tell',
      { identity: [{ ...allow, Resource: '«Name»' }] },
      {},
      `User: ${SESSION} may or may not be authorized to ${ASKED}`,
    ],
    [
      'names an anonymous caller',
      {},
      { principal: 'anonymous' },
      `User: anonymous is not authorized to ${ASKED} because no resource-based policy allows the lambda:InvokeFunction action`,
    ],
    [
      'names the root user',
      {},
      { principal: 'arn:aws:iam::111122223333:root' },
      `User: arn:aws:iam::111122223333:root is authorized to ${ASKED}`,
    ],
    [
      'names a user',
      { identity: [allow] },
      { principal: 'arn:aws:iam::111122223333:user/alice' },
      `User: arn:aws:iam::111122223333:user/alice is authorized to ${ASKED}`,
    ],
    [
      'names a role',
      { identity: [allow] },
      { principal: 'arn:aws:iam::111122223333:role/app' },
      `User: arn:aws:iam::111122223333:role/app is authorized to ${ASKED}`,
    ],
    [
      'names a federated session',
      { identity: [allow] },
      { principal: 'arn:aws:sts::111122223333:federated-user/bob' },
      `User: arn:aws:sts::111122223333:federated-user/bob is authorized to ${ASKED}`,
    ],
  ])('%s', (...[, policies, request, expected]) => {
    expect(explain(policies, request)[0]).toBe(expected);
  });

  it('names the trust policy', () => {
    const target = 'arn:aws:iam::111122223333:role/target';
    const lines = explain({ resource: [] }, { action: 'sts:AssumeRole', resource: target });
    expect(lines[0]).toContain('because no role trust policy allows the sts:AssumeRole action');
    expect(lines).toContain('role trust policy: allows no, denies no; must allow');
  });

  it('names the setting that shuts a public bucket', () => {
    const resource = 'arn:aws:s3:::bucket/key';
    const row: IamCase = {
      file: '',
      name: '',
      outcome: 'implicit-deny',
      source: '',
      request: { principal: SESSION, action: 's3:GetObject', resource, owner: '444455556666' },
      policies: {
        identity: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
        resource: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }],
      },
      restrictsPublicBuckets: 'yes',
    };
    const lines = explainDecision(requestOfCase(row), decide(requestOfCase(row), layersOfCase(row)));
    expect(lines[0]).toMatch(/because public access is prevented by the RestrictPublicBuckets setting/);
    expect(lines).toContain('S3 Block Public Access: allows no, denies no; must allow');
  });
});

describe('the other lines', () => {
  it('say what each layer says and which statements decided', () => {
    expect(
      explain({ identity: [{ ...allow, Sid: 'Invoke' }], resource: [{ ...allow, Principal: { AWS: SESSION } }] }),
    ).toEqual([
      `User: ${SESSION} is authorized to ${ASKED}`,
      'identity-based policy: allows yes, denies no; need not allow',
      '  Allow in identity, `Invoke`',
      'resource-based policy: allows yes, denies no; need not allow',
      '  Allow in resource, statement 1',
    ]);
  });

  it('say which statement may apply and what would settle it', () => {
    expect(
      explain(
        { identity: [{ ...allow, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }] },
        { unknown: ['aws:SourceVpc'] },
      ),
    ).toEqual([
      `User: ${SESSION} may or may not be authorized to ${ASKED}`,
      'identity-based policy: allows unknown, denies no; must allow',
      '  Allow in identity, statement 1 (may apply)',
      'cannot tell, because the value of condition key `aws:SourceVpc` at run time is not known',
    ]);
  });

  it('say where it hangs on an account that is not known', () => {
    const lines = explain({ identity: [allow] }, { owner: '«Owner|digits»' });
    expect(lines).toContain('resource-based policy: allows no, denies no; may have to allow');
  });

  it.each<[string, IamCase['policies'], Partial<IamCase['request']>, string]>([
    [
      'the action',
      { identity: [{ ...allow, Action: ['lambda:Get*', 'lambda:List*'] }] },
      {},
      'its Action `lambda:Get*`, `lambda:List*` does not cover `lambda:InvokeFunction`',
    ],
    [
      'the excluded action',
      { identity: [{ Effect: 'Allow', NotAction: 'lambda:*', Resource: '*' }] },
      {},
      'its NotAction `lambda:*` leaves out `lambda:InvokeFunction`',
    ],
    [
      'the resource',
      { identity: [{ ...allow, Resource: ['arn:a', 'arn:b', 'arn:c', 'arn:d'] }] },
      {},
      `its Resource \`arn:a\`, \`arn:b\`, \`arn:c\` and 1 more does not cover \`${FN}\``,
    ],
    [
      'the excluded resource',
      { identity: [{ Effect: 'Allow', Action: '*', NotResource: FN }] },
      {},
      `its NotResource \`${FN}\` leaves out \`${FN}\``,
    ],
    [
      'the principal',
      { resource: [{ ...allow, Principal: { Service: 'sns.amazonaws.com' } }] },
      { principal: 's3.amazonaws.com' },
      'its Principal does not cover the caller',
    ],
    [
      'the missing key',
      { identity: [{ ...allow, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }] },
      {},
      'its condition asks for StringEquals `vpc-1`, and `aws:SourceVpc` is missing',
    ],
    [
      'the key with another value',
      { identity: [{ ...allow, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }] },
      { context: { 'aws:SourceVpc': 'vpc-2' } },
      'its condition asks for StringEquals `vpc-1`, and `aws:SourceVpc` is `vpc-2`',
    ],
    [
      'the key with a value that is not known',
      { identity: [{ ...allow, Condition: { Null: { 'aws:SourceVpc': 'true' } } }] },
      { context: { 'aws:SourceVpc': { unknown: 'value' } } },
      'its condition asks for Null `true`, and `aws:SourceVpc` has a value that is not known',
    ],
    [
      'the wanted value that is not known',
      { identity: [{ ...allow, Condition: { StringEquals: { 'aws:SourceVpc': { '?': 'Vpc' } } } }] },
      {},
      'its condition asks for StringEquals a value that is not known, and `aws:SourceVpc` is missing',
    ],
  ])('name %s as the reason of a near miss', (...[, policies, request, expected]) => {
    expect(explain(policies, request).at(-1)).toMatch(/^closest: Allow in (identity|resource), statement 1, but /);
    expect(explain(policies, request).at(-1)?.endsWith(expected)).toBe(true);
  });

  it('say that a grant to the account only delegates', () => {
    const lines = explain({ resource: [{ ...allow, Principal: { AWS: '111122223333' } }] });
    expect(lines.at(-1)).toBe(
      'closest: Allow in resource, statement 1, but it only lets the policies of the account decide, and they do not allow it',
    );
  });

  it('name the principals that NotPrincipal leaves out', () => {
    const lines = explain(
      { resource: [{ Effect: 'Allow', Action: '*', Resource: '*', NotPrincipal: { Service: 's3.amazonaws.com' } }] },
      { principal: 's3.amazonaws.com' },
    );
    expect(lines.at(-1)).toBe('closest: Allow in resource, statement 1, but its NotPrincipal leaves out the caller');
  });

  it('have words for a decision or near miss of which nothing more is known', () => {
    const row: IamCase = {
      file: '',
      name: '',
      outcome: 'allow',
      source: '',
      request: { principal: SESSION, action: 'lambda:InvokeFunction', resource: FN },
      policies: { identity: [{ Effect: 'Allow', Resource: FN }] },
    };
    const request = requestOfCase(row);
    const [policy] = layersOfCase(row).identity.policies;
    const [statement] = policy?.statements ?? [];
    const nothing = { layers: [], unknowns: [], decidedBy: undefined, closest: undefined } as const;
    expect(explainDecision(request, { ...nothing, outcome: 'implicit-deny' })[0]).toContain('no identity-based policy');
    if (policy === undefined || statement === undefined) throw new Error('there is one statement');
    const closest = { policy, statement, applies: 'no', miss: { kind: 'action' } } as const;
    expect(explainDecision(request, { ...nothing, outcome: 'implicit-deny', closest })[1]).toContain(
      'its Action  does not cover',
    );
  });
});
