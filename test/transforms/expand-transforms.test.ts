import { NO_FACTS } from '#core/facts/facts';
import { expandForEach } from '#core/intrinsics/expand-for-each';
import { parseTemplate } from '#core/template/parse-template';
import type { TemplateNode } from '#core/template/node';
import { positionAt } from '#core/template/position';
import { expandTransforms, type TransformOptions } from '#core/transforms/expand-transforms';
import { sha1 } from '#core/transforms/sha1';
import { pathOf } from '#core/value/origin';
import { at, expand, itemsOf, SAM, worker } from './expand-text';
import { jsonOf, type Json } from './json-template';

const FUNCTION = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Tracing: Active
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: i.h
      CodeUri: src/
      Environment:
        Variables: { TABLE: orders }
      Policies:
        - AmazonSQSFullAccess
        - S3ReadPolicy: { BucketName: data }
      Events:
        Rule:
          Type: EventBridgeRule
          Properties: { Pattern: { source: [a] } }
`;

interface PlaceCase {
  readonly generated: readonly (string | number)[];
  readonly path: readonly (string | number)[];
  readonly line: number;
}
const TABLE = ['Properties', 'Environment', 'Variables', 'TABLE'];
const POLICIES = ['Resources', 'Worker', 'Properties', 'Policies'];
const STATEMENT = ['PolicyDocument', 'Statement', 0];
const RULE = ['Resources', 'Worker', 'Properties', 'Events', 'Rule'];

describe('places', () => {
  const { root } = expand(FUNCTION);

  it.each<readonly [string, PlaceCase]>([
    ['the function is at its resource', { generated: ['Worker', 'Type'], path: ['Resources', 'Worker'], line: 7 }],
    [
      'a property that is passed on keeps its place',
      { generated: ['Worker', ...TABLE], path: ['Resources', 'Worker', ...TABLE], line: 13 },
    ],
    [
      'a managed policy is at its entry',
      { generated: ['WorkerRole', 'Properties', 'ManagedPolicyArns', 2], path: [...POLICIES, 0], line: 15 },
    ],
    [
      'a policy that a global asks for is at the global',
      {
        generated: ['WorkerRole', 'Properties', 'ManagedPolicyArns', 1],
        path: ['Globals', 'Function', 'Tracing'],
        line: 4,
      },
    ],
    [
      'an inline policy is at its entry',
      { generated: ['WorkerRole', 'Properties', 'Policies', 0], path: [...POLICIES, 1], line: 16 },
    ],
    [
      'a statement of a policy template is at the entry',
      { generated: ['WorkerRole', 'Properties', 'Policies', 0, ...STATEMENT], path: [...POLICIES, 1], line: 16 },
    ],
    [
      'a permission is at its event',
      { generated: ['WorkerRulePermission', 'Properties', 'Principal'], path: RULE, line: 19 },
    ],
    [
      'a pattern keeps its place',
      {
        generated: ['WorkerRule', 'Properties', 'EventPattern', 'source', 0],
        path: [...RULE, 'Properties', 'Pattern', 'source', 0],
        line: 20,
      },
    ],
  ])('%s', (_, { generated, path, line }) => {
    const { place } = at(root, 'Resources', ...generated);

    expect({ path: pathOf(place?.path), line: positionAt(FUNCTION)(place?.start ?? -1).line }).toEqual({ path, line });
  });

  it('every node of the expansion has a place', () => {
    const without = (node: TemplateNode): number => {
      const children = node.kind === 'map' ? [...node.entries.values()].map(({ value }) => value) : itemsOf(node);
      return (node.place === undefined ? 1 : 0) + children.reduce((sum, child) => sum + without(child), 0);
    };

    expect(without(at(root, 'Resources'))).toBe(0);
  });
});

describe('templates without SAM', () => {
  it('come back as they are', () => {
    const { template } = parseTemplate('Resources: { Queue: { Type: AWS::SQS::Queue } }');

    expect(template && expandTransforms(template.root, {}).root).toBe(template?.root);
  });

  it.each<readonly [string, readonly string[]]>([
    ['Transform: MyMacro', ['MyMacro']],
    ['Transform: [MyMacro, AWS::LanguageExtensions, AWS::Serverless-2016-10-31]', ['MyMacro']],
    ['Transform: { Name: AWS::Include, Parameters: { Location: s3://a/b } }', ['AWS::Include']],
    ['Transform: AWS::LanguageExtensions', []],
  ])('%s leaves unknown what the others may add', (transform, unknown) => {
    const { unknowns, problems } = expand(`${transform}\nResources: { Queue: { Type: AWS::SQS::Queue } }`);

    expect(unknowns).toEqual(unknown.map((name) => ({ kind: 'transform-not-expanded', transform: name })));
    expect(problems).toEqual([]);
  });
});

describe('partitions', () => {
  const arnsIn = (options: TransformOptions): Json =>
    jsonOf(
      at(
        expand(worker('      Tracing: Active'), options).root,
        'Resources',
        'WorkerRole',
        'Properties',
        'ManagedPolicyArns',
      ),
    );

  it.each<readonly [TransformOptions, readonly Json[]]>([
    [
      { partition: 'aws' },
      [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        'arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess',
      ],
    ],
    [
      { region: 'cn-north-1' },
      [
        'arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        'arn:aws-cn:iam::aws:policy/AWSXRayDaemonWriteAccess',
      ],
    ],
    [
      {},
      [
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess' },
      ],
    ],
  ])('%j gives %j', (options, arns) => {
    expect(arnsIn(options)).toEqual(arns);
  });
});

describe('parameters', () => {
  const text = `${worker('      AutoPublishAlias: !Ref Name')}Parameters: { Name: { Type: String, Default: live } }`;
  const aliases = (options: TransformOptions): readonly string[] =>
    Object.keys(jsonOf(at(expand(text, options).root, 'Resources')) ?? {}).filter((id) => id.includes('Alias'));

  it('give the alias its name, by default or as given', () => {
    expect(aliases({})).toEqual(['WorkerAliaslive']);
    expect(aliases({ parameters: new Map([['Name', 'blue-green']]) })).toEqual(['WorkerAliasblueDgreen']);
  });

  it('without a value still make an alias', () => {
    expect(aliases({ defaults: 'unknown' })).toEqual(['WorkerAliasName']);
  });
});

describe('loops', () => {
  const unrolled = (text: string) => {
    const { template } = parseTemplate(text);
    if (template === undefined) throw new Error('the text is no template');
    const loops = expandForEach(template.root, { parameters: new Map() }, NO_FACTS);
    return { loops, root: expandTransforms(loops.root, { region: 'eu-west-1' }).root };
  };
  const loop = (collection: string) =>
    unrolled(`Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters: { Names: { Type: CommaDelimitedList, Default: 'A, B' } }
Resources:
  Fn::ForEach::Workers:
    - Name
    - ${collection}
    - \${Name}Worker: { Type: AWS::Serverless::Function, Properties: { FunctionName: !Ref Name, Handler: '&{Name}' } }`);

  it.each(['[A, B]', '!Ref Names'])('over %s make a function with its role each', (collection) => {
    const { root, loops } = loop(collection);

    expect(Object.keys(jsonOf(at(root, 'Resources')) ?? {})).toEqual([
      'AWorker',
      'BWorker',
      'AWorkerRole',
      'BWorkerRole',
    ]);
    expect(jsonOf(at(root, 'Resources', 'BWorker', 'Properties'))).toMatchObject({ FunctionName: 'B', Handler: 'B' });
    expect(loops.unknowns).toEqual([]);
  });

  it('leave roles at the function they are for', () => {
    const place = at(loop('[A, B]').root, 'Resources', 'BWorkerRole').place;

    expect(pathOf(place?.path)).toEqual(['Resources', 'Fn::ForEach::Workers', 2, '${Name}Worker']);
  });

  it('over what only the deployment knows are left out, aloud', () => {
    expect(loop('!Ref Elsewhere').loops.unknowns).toEqual([
      {
        kind: 'intrinsic-unresolved',
        intrinsic: 'Fn::ForEach::Workers',
        detail: 'its collection is not known',
      },
    ]);
  });

  it('that multiply end', () => {
    const hundred = JSON.stringify(Array.from({ length: 100 }, (_, index) => String(index)));
    const body = '{ F: { Type: AWS::Serverless::Function } }';
    const nested = [1, 2, 3, 4, 5].reduce(
      (inner, depth) => `{ Fn::ForEach::L${depth}: [V${depth}, ${hundred}, ${inner}] }`,
      body,
    );

    expect(unrolled(`${SAM}Resources: ${nested}`).loops.problems.some(({ fatal }) => fatal)).toBe(true);
  });
});

describe('sha1', () => {
  it.each([
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['a'.repeat(119), 'ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56'],
    ['größe', '93c6a3acf1b4a1beba25d8a45a3ccd719721538b'],
  ])('of %j', (text, expected) => {
    expect(sha1(text)).toBe(expected);
  });
});
