import { resolution, resolved, resourceOf, shown } from './resolved';

/** One line for each scenario: what it assumes. */
function assumptionsOf(conditions: string, { resources = '', parameters = '' } = {}): readonly string[] {
  return resolution(templateOf(conditions, { resources, parameters })).scenarios.map(({ scenario }) =>
    scenario.assumed.map(({ condition, holds }) => `${holds ? '' : 'not '}${condition}`).join(', '),
  );
}

function templateOf(conditions: string, { resources = '', parameters = '' } = {}): string {
  const names = [...conditions.matchAll(/(\w+):/g)].map(([, name]) => name ?? '');
  const used = names.map((name) => `  On${name}: { Type: T, Condition: ${name} }`).join('\n');
  return `
Parameters:
  Env: { Type: String }
  Size: { Type: String, AllowedValues: [small, large] }
  Known: { Type: String, Default: yes }
  Count: { Type: Number }
${parameters}
Conditions: { ${conditions} }
Resources:
  R: { Type: T }
${resources === '' ? used : resources}
`;
}

describe('scenarios', () => {
  it.each([
    ['nothing open', 'A: !Equals [!Ref Known, yes], B: !Not [!Condition A]', ['']],
    ['one comparison', 'A: !Equals [!Ref Env, x]', ['A', 'not A']],
    [
      'two literals of one parameter',
      'A: !Equals [!Ref Env, x], B: !Equals [y, !Ref Env]',
      ['A, not B', 'not A, B', 'not A, not B'],
    ],
    [
      'allowed values that are all compared',
      'A: !Equals [!Ref Size, small], B: !Equals [!Ref Size, large]',
      ['not A, B', 'A, not B'],
    ],
    ['allowed values of which one is compared', 'A: !Equals [!Ref Size, small]', ['A', 'not A']],
    ['a value that is not allowed', 'A: !Equals [!Ref Size, huge]', ['']],
    ['a value that the type rules out', "A: !Equals [!Ref Count, '']", ['']],
    ['an account that cannot be one', 'A: !Equals [!Ref AWS::AccountId, test]', ['']],
    ['a condition and its negation', 'A: !Equals [!Ref Env, x], B: !Not [!Condition A]', ['A, not B', 'not A, B']],
    ['the same comparison twice', 'A: !Equals [!Ref Env, x], B: !Equals [x, !Sub "${Env}"]', ['A, B', 'not A, not B']],
    [
      'text around a parameter',
      "A: !Equals [!Sub 'pre-${Env}-post', pre-x-post], B: !Equals [!Ref Env, x]",
      ['A, B', 'not A, not B'],
    ],
    ['text that cannot be', "A: !Equals [!Sub 'pre-${Env}', post]", ['']],
    ['one text compared with itself', "A: !Equals [!Ref Env, !Sub '${Env}']", ['']],
    [
      'two parameters',
      'A: !Equals [!Ref Env, !Ref Size], B: !Equals [!Ref Env, small], C: !Equals [!Ref Size, small]',
      ['A, B, C', 'not A, B, not C', 'A, not B, not C', 'not A, not B, C', 'not A, not B, not C'],
    ],
    ['and, with one part false', 'A: !And [!Equals [a, b], !Equals [!Ref Env, x]]', ['']],
    ['or, with one part true', 'A: !Or [!Equals [a, a], !Equals [!Ref Env, x]]', ['']],
    ['and', 'A: !And [!Equals [!Ref Size, small], !Equals [!Ref Env, x]]', ['not A', 'A']],
  ])('of %s', (_, conditions, expected) => {
    expect([...assumptionsOf(conditions)].sort()).toEqual([...expected].sort());
  });

  it('do not multiply by values that no condition tells apart', () => {
    const regions = Array.from({ length: 25 }, (_, index) => `!Equals [!Ref AWS::Region, region-${index}]`);
    const listed = `!Or [!Or [${regions.slice(0, 10).join(', ')}], !Or [${regions.slice(10).join(', ')}]]`;
    const parameters = '  P0: { Type: String }\n  P1: { Type: String }\n  P2: { Type: String }';
    const conditions = `A: ${listed}, B: !Equals [!Ref P0, x], C: !Equals [!Ref P1, x], D: !Equals [!Ref P2, x]`;
    const { scenarios, capped } = resolution(
      templateOf('', {
        parameters,
        resources: '  P: { Type: T, Properties: { V: [!If [A, 1, 2], !If [B, 1, 2], !If [C, 1, 2], !If [D, 1, 2]] } }',
      }).replace('Conditions: {', `Conditions: { ${conditions}`),
    );

    expect(scenarios).toHaveLength(16);
    expect(capped).toBe(false);
  });

  it('do not come of the condition of a usage report', () => {
    const resources = '  CDKMetadata: { Type: AWS::CDK::Metadata, Condition: A }';
    const { scenarios } = resolution(templateOf('A: !Equals [!Ref AWS::Region, cn-north-1]', { resources }));

    expect(scenarios.map(({ scenario }) => scenario.assumed)).toEqual([[]]);
    expect(scenarios[0]?.resources.get('CDKMetadata')?.existence).toMatchObject({ condition: 'A' });
  });

  it('come only of conditions that decide something', () => {
    const conditions = 'A: !Equals [!Ref Env, x], B: !Equals [!Ref Env, y], C: !Equals [!Ref Size, small]';
    const resources = '  P: { Type: T, Properties: { V: [{ W: !If [B, 1, 2] }] } }';

    expect(assumptionsOf(conditions, { resources })).toEqual(['not B', 'B']);
  });

  it('decide resources, properties and outputs', () => {
    const source = `
Parameters: { Env: { Type: String } }
Conditions: { Prod: !Equals [!Ref Env, prod] }
Resources:
  Queue: { Type: AWS::SQS::Queue, Condition: Prod }
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !If [Prod, data, !Ref AWS::NoValue] } }
  Reader: { Type: T, Properties: { Bucket: !Ref Bucket, Queue: !Ref Queue } }
  Plain: { Type: T }
Outputs:
  Url: { Condition: Prod, Value: !Ref Queue }
  Name: { Value: !Ref Bucket }
`;
    const { scenarios, problems } = resolution(source);
    const [prod, other] = scenarios.map(({ resources, outputs }) => ({
      properties: new Map([...resources].map(([id, { properties }]) => [id, shown(properties)])),
      outputs: new Map([...outputs].map(([name, value]) => [name, shown(value)])),
    }));
    const generated = '${lower(AWS::StackName)}-bucket-${random:Bucket}';

    expect(problems).toEqual([]);
    expect([...(prod?.properties.keys() ?? [])]).toEqual(['Queue', 'Bucket', 'Reader', 'Plain']);
    expect([...(other?.properties.keys() ?? [])]).toEqual(['Bucket', 'Reader', 'Plain']);
    expect(prod?.properties.get('Reader')).toMatchObject({ Bucket: 'data' });
    expect(other?.properties.get('Reader')).toMatchObject({ Bucket: generated });
    expect(other?.properties.get('Reader')).toHaveProperty('Queue', expect.stringMatching(/^\?Ref#/));
    expect([...(prod?.outputs.keys() ?? [])]).toEqual(['Url', 'Name']);
    expect([...(other?.outputs ?? [])]).toEqual([['Name', generated]]);
  });

  it.each([
    ['what a condition calls not given', "!Equals [!Ref Env, '']", ['a--b', 'a-${param:Env}-b']],
    ['nothing that may be another literal', "!Or [!Equals [!Ref Env, ''], !Equals [!Ref Env, none]]", undefined],
    ['nothing that is compared with a name', '!Equals [!Ref Env, prod]', undefined],
  ])('leave empty %s', (_, condition, expected) => {
    const resources = "  P: { Type: T, Properties: { V: !If [A, 1, 2], W: !Sub 'a-${Env}-b' } }";
    const { scenarios } = resolution(templateOf(`A: ${condition}`, { resources }));
    const names = scenarios.map((each) => shown(resourceOf(each, 'P').properties.entries.get('W')));

    expect(names).toEqual(expected ?? ['a-${param:Env}-b', 'a-${param:Env}-b']);
  });

  it('keep what resources depend on and their metadata', () => {
    const template = resolved(`Resources:
  A: { Type: AWS::S3::Bucket, DependsOn: [B, C], Properties: { BucketName: a } }
  B: { Type: T, DependsOn: C, Metadata: { a: !Ref A } }
  C: { Type: T }
`);

    expect([...template.resources.values()].map(({ dependsOn }) => dependsOn)).toEqual([['B', 'C'], ['C'], []]);
    expect(shown(resourceOf(template, 'B').metadata)).toEqual({ a: 'a' });
  });

  it('share the resources that come out the same', () => {
    const source = templateOf('A: !Equals [!Ref Env, x]', {
      resources: '  P: { Type: T, Properties: { V: !If [A, 1, 2] } }',
    });
    const [first, second] = resolution(source).scenarios;

    expect(first?.resources.get('R')).toBe(second?.resources.get('R'));
    expect(first?.resources.get('P')).not.toEqual(second?.resources.get('P'));
  });

  it('are capped, and leave the rest open', () => {
    const indices = Array.from({ length: 6 }, (_, index) => index);
    const parameters = indices.map((index) => `  P${index}: { Type: String }`).join('\n');
    const conditions = indices.map((index) => `C${index}: !Equals [!Ref P${index}, x]`).join(', ');
    const { scenarios, capped } = resolution(templateOf(conditions, { parameters }));
    const last = scenarios.at(-1);

    expect(scenarios).toHaveLength(16);
    expect(capped).toBe(true);
    expect(last?.scenario.conditions.get('C5')).toEqual({ kind: 'condition-undecided', condition: 'C5' });
    expect(last?.resources.get('OnC5')?.existence).toEqual({ kind: 'condition-undecided', condition: 'C5' });
    expect(last?.resources.get('R')?.existence).toBeUndefined();
  });

  it.each([
    ['A: !Not [!Condition A]', ['condition cannot be evaluated: `A` depends on itself']],
    ['A: !Not [!Condition B], B: !Not [!Condition A]', ['condition cannot be evaluated: `A` depends on itself']],
    ['A: !Not [!Condition Nobody]', ['condition cannot be evaluated: condition `Nobody` is not declared']],
    ['A: !Sub x', ['condition cannot be evaluated: `Fn::Sub` is not a condition function']],
    ['A: [x]', ['condition cannot be evaluated: it is not a condition function']],
  ])('leave %s open and say why', (conditions, messages) => {
    const source = templateOf(conditions, { resources: '  P: { Type: T, Condition: A }' });
    const { problems, scenarios } = resolution(source);

    expect(problems.map(({ message }) => message)).toEqual(messages);
    expect(scenarios.map(({ resources }) => resources.get('P')?.existence)).toEqual([
      { kind: 'condition-undecided', condition: 'A' },
    ]);
  });
});

describe('templates', () => {
  it('resolve their metadata and tell what a macro may add', () => {
    const template = resolved(
      'Transform: [Mine, AWS::LanguageExtensions]\nMetadata: { a: !Sub "${AWS::Partition}" }\nResources: { R: { Type: T } }',
    );

    expect(shown(template.metadata)).toEqual({ a: 'aws' });
    expect(template.unknowns).toEqual([{ kind: 'transform-not-expanded', transform: 'Mine' }]);
  });

  it.each([
    ['{ Type: T, Properties: !If [Nobody, {}, {}] }', { '…': 'condition-undecided' }],
    ['{ Type: T, Properties: { Fn::Transform: { Name: AWS::Include } } }', { '…': 'transform-not-expanded' }],
    ['{ Type: T, Fn::Transform: { Name: AWS::Include } }', { '…': 'transform-not-expanded' }],
    ['{ Type: T, Properties: [a] }', {}],
    ['{ Type: T }', {}],
  ])('have properties for %s', (resource, expected) => {
    expect(shown(resourceOf(resolved(`Resources: { R: ${resource} }`), 'R').properties)).toEqual(expected);
  });
});

describe('loops', () => {
  const source = `
Transform: AWS::LanguageExtensions
Parameters: { Names: { Type: CommaDelimitedList, Default: 'a.b,c' }, Later: { Type: CommaDelimitedList } }
Resources:
  Fn::ForEach::Topics:
    - Name
    - !Ref Names
    - Topic&{Name}:
        Type: AWS::SNS::Topic
        Properties:
          TopicName: !Sub 'x-\${Name}'
          DisplayName: !Ref Name
          Peer: !GetAtt [ 'Queue&{Name}', QueueName ]
          Fn::ForEach::Inner: [Key, [k1, k2], { 'P\${Key}': '\${Name}' }]
      Queue&{Name}: { Type: AWS::SQS::Queue, Properties: { QueueName: fixed } }
`;

  it('are written out before anything is resolved', () => {
    const { scenarios, problems } = resolution(source);

    expect(problems).toEqual([]);
    expect([...(scenarios[0]?.resources.keys() ?? [])]).toEqual(['Topicab', 'Queueab', 'Topicc', 'Queuec']);
    expect(shown(scenarios[0]?.resources.get('Topicab')?.properties)).toEqual({
      TopicName: 'x-a.b',
      DisplayName: 'a.b',
      Peer: 'fixed',
      Pk1: 'a.b',
      Pk2: 'a.b',
    });
  });

  it('leave what they make at the place it was written', () => {
    const { origin, properties } = resourceOf(resolved(source), 'Topicc');
    const name = properties.entries.get('TopicName')?.origin;

    expect(origin.kind === 'template' ? source.slice(origin.start).slice(0, 13) : '').toBe('Topic&{Name}:');
    expect(name?.kind === 'template' ? source.slice(name.start).slice(0, 13) : '').toBe("!Sub 'x-${Nam");
  });

  it('over what is not known may make anything', () => {
    const unknown = resolved(source.replace('!Ref Names', '!Ref Later'));

    expect([...unknown.resources.keys()]).toEqual([]);
    expect(unknown.unknowns).toMatchObject([{ kind: 'intrinsic-unresolved', intrinsic: 'Fn::ForEach::Topics' }]);
  });

  it.each([
    ['Fn::ForEach::X: [A]', '`Fn::ForEach::X` does not take an identifier, a collection and a mapping'],
    ['Fn::ForEach::X: [A, [b, c], { Same: { Type: T } }]', 'loop makes key `Same` twice'],
  ])('that are wrong are said to be: %s', (loop, message) => {
    const { problems } = resolution(`Transform: AWS::LanguageExtensions\nResources: { ${loop}, R: { Type: T } }`);

    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });
});
