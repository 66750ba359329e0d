import { parsePolicy } from '#core/policy/parse-policy';
import { problemsOfKind, type PolicyKind } from '#core/policy/policy-kind-problems';
import type { PolicyDocument } from '#core/policy/document';
import { valueOfJson, type Value } from '#core/value/value';

const origin = { kind: 'input', path: undefined } as const;
const UNKNOWN: Value = { kind: 'unknown', reason: { kind: 'given-unknown', name: 'test' }, origin, symbol: 'test' };
const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
const allow = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FN };

function parse(json: unknown): PolicyDocument {
  return parsePolicy(valueOfJson(json, origin), 'policy');
}

function messages(statement: unknown, version: unknown = '2012-10-17'): readonly string[] {
  return parse({ Version: version, Statement: statement }).problems.map(({ message }) => message);
}

describe('what AWS rejects', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['a good statement', allow, []],
    ['a statement that is a text', ['x'], ['a statement must be a JSON object']],
    ['an effect in other case', { ...allow, Effect: 'ALLOW' }, ['`Effect` must be `Allow` or `Deny`']],
    ['an element in other case', { ...allow, action: 'x' }, ['a statement has no element `action`']],
    ['no action', { Effect: 'Allow', Resource: '*' }, ['the statement has neither `Action` nor `NotAction`']],
    ['an action and its contrary', { ...allow, NotAction: 's3:*' }, ['`Action` and `NotAction` exclude each other']],
    ['an empty list', { ...allow, Action: [] }, ['an empty list matches nothing']],
    [
      'an object as action',
      { ...allow, Action: [{}] },
      ['a list of strings is expected here', 'an empty list matches nothing'],
    ],
    [
      'two statements of one name',
      [
        { ...allow, Sid: 'A' },
        { ...allow, Sid: 'A' },
      ],
      ['two statements of one policy have the `Sid` `A`'],
    ],
    [
      'an action without a service',
      { ...allow, Action: 'Invoke' },
      ['action `Invoke` lacks its service, as in `s3:GetObject`'],
    ],
    [
      'a wildcard in a service',
      { ...allow, Action: 'lam*:Invoke' },
      ['the service of action `lam*:Invoke` may not hold a wildcard'],
    ],
    [
      'a question mark in a service',
      { ...allow, Action: 'lambd?:Invoke' },
      ['the service of action `lambd?:Invoke` may not hold a wildcard'],
    ],
    ['every action of every service', { ...allow, Action: ['*', '*:*'] }, []],
    ['a name as resource', { ...allow, Resource: 'f' }, ['a resource must be an ARN or `*`: `f`']],
    [
      'an incomplete ARN',
      { ...allow, Resource: 'arn:aws:sqs' },
      ['the ARN is incomplete; AWS fills it up with `*`: `arn:aws:sqs`'],
    ],
    [
      'a service in upper case',
      { ...allow, Resource: 'arn:aws:S3:::b' },
      ['the service of an ARN is written in lower case: `arn:aws:S3:::b`'],
    ],
    [
      'a wildcard in the service of an ARN',
      { ...allow, Resource: 'arn:aws:s*:::b' },
      ['the service of an ARN may not hold a wildcard: `arn:aws:s*:::b`'],
    ],
    ['a star as the service of an ARN', { ...allow, Resource: 'arn:aws:*:::b' }, []],
    [
      'an account in the ARN of a bucket',
      { ...allow, Resource: 'arn:aws:s3::111122223333:b' },
      ['the ARN of a bucket or object has no account: `arn:aws:s3::111122223333:b`'],
    ],
    [
      'an account in the ARN of an access point',
      { ...allow, Resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/a' },
      [],
    ],
    ['a variable in an ARN', { ...allow, Resource: 'arn:aws:s3:::b/${aws:PrincipalTag/team}' }, []],
    [
      'a wildcard in a principal',
      { ...allow, Principal: { AWS: 'arn:aws:iam::111122223333:role/a*' } },
      [
        'a principal may not hold a wildcard: `arn:aws:iam::111122223333:role/a*`; use `"*"` with a condition on `aws:PrincipalArn`',
      ],
    ],
    [
      'a wildcard in a service principal',
      { ...allow, Principal: { Service: '*.amazonaws.com' } },
      ['a principal may not hold a wildcard: `*.amazonaws.com`'],
    ],
    ['everyone', { ...allow, Principal: { AWS: '*' } }, []],
    [
      'a bare ARN as principal',
      { ...allow, Principal: FN },
      ['a principal must be `"*"` or name its type, as in `{"AWS": …}`'],
    ],
    ['an unknown type of principal', { ...allow, Principal: { User: 'a' } }, ['`User` is no type of principal']],
    ['an object as principal', { ...allow, Principal: { AWS: {} } }, ['a principal must be a string']],
    [
      'a condition that is a list',
      { ...allow, Condition: [] },
      ['a condition must be a JSON object of operators with their keys'],
    ],
    [
      'a condition that is a number',
      { ...allow, Condition: 1 },
      ['a condition must be a JSON object of operators with their keys'],
    ],
    [
      'an operator that does not exist',
      { ...allow, Condition: { Equals: { a: 'b' } } },
      ['`Equals` is no condition operator'],
    ],
    [
      'a key twice',
      { ...allow, Condition: { StringEquals: { 'aws:X': 'b', 'AWS:x': 'b' } } },
      ['`StringEquals` has one condition key twice, in different case'],
    ],
    [
      'an object as value',
      { ...allow, Condition: { StringEquals: { a: {} } } },
      ['a condition value must be a string, number or boolean'],
    ],
    [
      'a variable in a number',
      { ...allow, Condition: { NumericEquals: { a: '${b}' } } },
      ['`NumericEquals` does not take policy variables'],
    ],
    ['a variable in a text', { ...allow, Condition: { StringLike: { a: '${b}' } } }, []],
  ])('%s', (...[, statement, expected]) => {
    expect(messages(statement)).toEqual(expected);
  });

  it('is the version too, and the lack of statements', () => {
    expect(parse({ Version: '2012-10-17' }).problems).toEqual([{ message: 'the policy has no `Statement`', origin }]);
    expect(messages(allow, '2013-01-01')).toEqual(['`Version` must be `2012-10-17` or `2008-10-17`']);
    expect(
      parsePolicy(
        {
          kind: 'map',
          entries: new Map<string, Value>([
            ['Version', UNKNOWN],
            ['Statement', valueOfJson([], origin)],
          ]),
          origin,
        },
        'policy',
      ).problems,
    ).toEqual([]);
  });

  it('is judged by the version: before 2012 a variable is plain text', () => {
    expect(messages({ ...allow, Resource: 'arn:aws:s3:::b/${a}' }, '2008-10-17')).toEqual([]);
    expect(messages({ ...allow, Condition: { NumericEquals: { a: '${b}' } } }, '2008-10-17')).toEqual([]);
  });

  it('is not what is not known', () => {
    const condition = { kind: 'map', entries: new Map([['a', UNKNOWN]]), origin } as const;
    const entries = new Map<string, Value>([
      ['Effect', UNKNOWN],
      ['Action', UNKNOWN],
      ['Resource', UNKNOWN],
      ['Principal', { kind: 'map', entries: new Map([['AWS', UNKNOWN]]), origin }],
      ['Condition', { kind: 'map', entries: new Map([['NumericEquals', condition]]), origin }],
    ]);
    const document = parsePolicy(
      {
        kind: 'map',
        entries: new Map<string, Value>([
          ['Version', { kind: 'text', text: ['2012-10-17'], origin }],
          ['Statement', { kind: 'map', entries, origin }],
        ]),
        origin,
      },
      'policy',
    );
    expect(document.problems).toEqual([]);
  });

  it.each<[PolicyKind, unknown, readonly string[]]>([
    ['identity', { ...allow, Principal: '*' }, ['a statement of an identity policy has no `Principal`']],
    ['identity', { Effect: 'Allow', Action: 's3:*' }, ['a statement of an identity policy needs a `Resource`']],
    ['identity', allow, []],
    ['resource', allow, ['a statement of a resource policy needs a `Principal`']],
    [
      'resource',
      { ...allow, NotPrincipal: '*' },
      ['`NotPrincipal` with `Allow` lets in everyone else; name who is meant'],
    ],
    ['resource', { ...allow, Effect: 'Deny', NotPrincipal: '*' }, []],
    [
      'resource',
      { ...allow, Principal: '*', Resource: 'arn:aws:sqs' },
      ['a resource policy does not take incomplete ARNs'],
    ],
    ['resource', { ...allow, Principal: '*' }, []],
    ['trust', { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }, []],
    [
      'trust',
      { ...allow, NotPrincipal: '*' },
      ['a statement of a trust policy has no `Resource`', 'a trust policy does not take `NotPrincipal`'],
    ],
    [
      'key',
      { ...allow, Principal: '*', Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContext:a': 'b' } } },
      ['`kms:EncryptionContext:` keys hold one value and take no `ForAllValues`'],
    ],
    [
      'key',
      {
        ...allow,
        Principal: '*',
        Condition: {
          StringEquals: { 'kms:EncryptionContext:a': 'b' },
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'b' },
        },
      },
      [],
    ],
  ])('in a policy of kind %s', (...[kind, statement, expected]) => {
    expect(problemsOfKind(parse({ Statement: statement }), kind).map(({ message }) => message)).toEqual(expected);
  });

  it('is no incomplete ARN in a resource policy that is not known', () => {
    const entries = new Map<string, Value>([
      ['Effect', valueOfJson('Deny', origin)],
      ['Principal', valueOfJson('*', origin)],
      ['Action', valueOfJson('s3:*', origin)],
      ['Resource', UNKNOWN],
    ]);
    const document = parsePolicy(
      { kind: 'map', entries: new Map([['Statement', { kind: 'map', entries, origin }]]), origin },
      'policy',
    );
    expect(problemsOfKind(document, 'resource')).toEqual([]);
  });
});
