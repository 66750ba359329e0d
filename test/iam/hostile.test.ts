import { decide } from '#core/iam/decide';
import { parsePolicy } from '#core/policy/parse-policy';
import type { AccessRequest, PolicyLayers } from '#core/iam/request';
import { hole, textOf, type Text } from '#core/value/text';
import { valueOfJson } from '#core/value/value';
import fc from 'fast-check';
import { cpuMilliseconds } from '../config/cpu-time';
import { layersOfCase, readIamCases, requestOfCase } from './iam-case';

const origin = { kind: 'input', path: undefined } as const;
const ACCOUNT: Text = ['111122223333'];
const KEY = 'a'.repeat(1000);

function request(resource: Text): AccessRequest {
  return {
    principal: {
      kind: 'role-session',
      roleArn: ['arn:aws:iam::111122223333:role/r'],
      sessionArn: ['arn:aws:sts::111122223333:assumed-role/r/s'],
      account: ACCOUNT,
    },
    action: 's3:GetObject',
    resource,
    resourceAccount: ACCOUNT,
    context: { keys: new Map([['aws:x', { present: 'yes', values: [[KEY]] }]]), others: 'absent' },
  };
}

function layers(...statements: readonly unknown[]): PolicyLayers {
  const policy = parsePolicy(valueOfJson({ Version: '2012-10-17', Statement: statements }, origin), 'policy');
  const layer = { policies: [policy], unknowns: [] };
  return { identity: layer, boundary: undefined, session: undefined, scps: [], rcps: [], resource: layer };
}

const OBJECT: Text = [`arn:aws:s3:::bucket/${KEY}`];
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('a hostile policy', () => {
  it.each([
    ['wildcards in the resource', { ...allow, Resource: `arn:aws:s3:::bucket/${'*a'.repeat(10_000)}b` }],
    ['question marks in the resource', { ...allow, Resource: `arn:aws:s3:::bucket/*${'?a'.repeat(10_000)}*b` }],
    ['wildcards in the action', { ...allow, Action: `s3:${'*e'.repeat(10_000)}` }],
    ['wildcards in a condition', { ...allow, Condition: { StringLike: { 'aws:x': `${'*a'.repeat(10_000)}b` } } }],
    [
      'wildcards in an ARN condition',
      { ...allow, Condition: { ArnLike: { 'aws:x': `arn:${'*a'.repeat(10_000)}:${'*'.repeat(10_000)}` } } },
    ],
    ['variables', { ...allow, Resource: `arn:aws:s3:::bucket/${'${aws:x}'.repeat(2000)}` }],
    ['variables that are not closed', { ...allow, Resource: `arn:aws:s3:::bucket/${'${'.repeat(10_000)}` }],
    ['colons', { ...allow, Resource: ':'.repeat(20_000) }],
    [
      'values',
      { ...allow, Condition: { StringEquals: { 'aws:x': Array.from({ length: 10_000 }, (_, index) => `a${index}`) } } },
    ],
  ])('with too many %s is decided quickly', (_, statement) => {
    expect(cpuMilliseconds(() => decide(request(OBJECT), layers(statement)))).toBeLessThan(4000);
    expect(
      cpuMilliseconds(() =>
        decide(
          request(textOf('arn:aws:s3:::bucket/', hole('Key', { kind: 'given-unknown', name: 'Key' }))),
          layers(statement),
        ),
      ),
    ).toBeLessThan(4000);
  });

  it('of ten thousand statements is decided quickly', () => {
    const statements = Array.from({ length: 10_000 }, (_, index) => ({
      ...allow,
      Resource: `arn:aws:s3:::bucket-${index}/*`,
    }));
    expect(cpuMilliseconds(() => decide(request(OBJECT), layers(...statements)))).toBeLessThan(4000);
  });

  it('nested without end is not known', () => {
    let nested: unknown = '*';
    for (let depth = 0; depth < 20_000; depth++) nested = { Condition: nested };
    const decision = decide(request(OBJECT), layers({ ...allow, Condition: nested }));
    expect(decision.outcome).toBe('unknown');
  });

  it('of any JSON gets an answer', () => {
    const word = fc.constantFrom(
      'Effect',
      'Allow',
      'Deny',
      'Action',
      'NotAction',
      'Resource',
      'Principal',
      'NotPrincipal',
      'Condition',
      'AWS',
      '*',
      'StringLike',
      'Null',
      '${a',
      '__proto__',
      's3:*',
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 5 },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(word, tie('json'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(json, (statement) => {
        expect(['allow', 'explicit-deny', 'implicit-deny', 'unknown']).toContain(
          decide(request(OBJECT), layers(statement)).outcome,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an answer', () => {
  it('is given for any words in the place of an action or a resource', () => {
    const rows = readIamCases();
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.string(), fc.string(), (...[row, action, resource]) => {
        const asked = { ...requestOfCase(row), action, resource: textOf(resource) };
        expect(['allow', 'explicit-deny', 'implicit-deny', 'unknown']).toContain(
          decide(asked, layersOfCase(row)).outcome,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
