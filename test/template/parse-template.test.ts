import type { TemplateNode } from '#core/template/node';
import { parseTemplate } from '#core/template/parse-template';
import { positionAt } from '#core/template/position';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parsedValue, plain } from './plain';

const RESOURCES = 'Resources:\n  A:\n    Type: AWS::SQS::Queue\n';

function problemsOf(source: string): readonly string[] {
  const at = positionAt(source);
  return parseTemplate(source).problems.map(({ message, start, fatal }) => {
    const { line, column } = at(start);
    return `${line}:${column} ${fatal ? 'fatal: ' : ''}${message}`;
  });
}

describe('positions', () => {
  const at = positionAt('ab\r\nc\n\rd');

  it.each([
    [0, '1:1'],
    [2, '1:3'],
    [4, '2:1'],
    [5, '2:2'],
    [6, '3:1'],
    [7, '4:1'],
    [8, '4:2'],
    [99, '4:2'],
    [-1, '1:1'],
  ])('offset %d is at %s', (offset, expected) => {
    const { line, column } = at(offset);

    expect(`${line}:${column}`).toBe(expected);
  });

  it('belong to every key and value of a template', () => {
    const source = [
      'Resources:',
      '  A:',
      "    Type: 'AWS::X::Y'",
      '    Properties:',
      '      Short: !Sub |',
      '        text',
      '      Attribute: !GetAtt B.Outputs.C',
      '      List:',
      '        - "x"',
      '        - !If [C, &anchor {k: v}, *anchor]',
      '      Empty:',
      '      Folded: >-',
      '        text',
      '',
    ].join('\n');
    const { template } = parseTemplate(source);

    expect(places(source, template?.root)).toEqual([
      'Resources 1:1 2:3',
      'Resources.A 2:3 3:5',
      'Resources.A.Type 3:5 3:11',
      'Resources.A.Properties 4:5 5:7',
      'Resources.A.Properties.Short 5:7 5:14',
      'Resources.A.Properties.Short.Fn::Sub 5:14 5:19',
      'Resources.A.Properties.Attribute 7:7 7:18',
      'Resources.A.Properties.Attribute.Fn::GetAtt 7:18 7:26',
      'Resources.A.Properties.Attribute.Fn::GetAtt.0 7:26',
      'Resources.A.Properties.Attribute.Fn::GetAtt.1 7:28',
      'Resources.A.Properties.List 8:7 9:9',
      'Resources.A.Properties.List.0 9:11',
      'Resources.A.Properties.List.1 10:11',
      'Resources.A.Properties.List.1.Fn::If 10:11 10:15',
      'Resources.A.Properties.List.1.Fn::If.0 10:16',
      'Resources.A.Properties.List.1.Fn::If.1 10:27',
      'Resources.A.Properties.List.1.Fn::If.1.k 10:28 10:31',
      'Resources.A.Properties.List.1.Fn::If.2 10:27',
      'Resources.A.Properties.List.1.Fn::If.2.k 10:28 10:31',
      'Resources.A.Properties.Empty 11:7 11:7',
      'Resources.A.Properties.Folded 12:7 12:15',
    ]);
  });

  it('are those of the text as written, also where lines in brackets are hardly indented', () => {
    const source = `${RESOURCES}    Properties:\n      A: [\n  x, # one\n!Ref B,\n"y"\n]\n      Last: z\n`;
    const { template, problems } = parseTemplate(source);

    expect(problems).toEqual([]);
    expect(places(source, template?.root).slice(-6)).toEqual([
      'Resources.A.Properties.A 5:7 5:10',
      'Resources.A.Properties.A.0 6:3',
      'Resources.A.Properties.A.1 7:1',
      'Resources.A.Properties.A.1.Ref 7:1 7:6',
      'Resources.A.Properties.A.2 8:1',
      'Resources.A.Properties.Last 10:7 10:13',
    ]);
  });
});

function places(source: string, node: TemplateNode | undefined, path = ''): readonly string[] {
  const at = positionAt(source);
  const show = (offset: number): string => `${at(offset).line}:${at(offset).column}`;
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  if (node?.kind === 'seq')
    return node.items.flatMap((item, index) => [
      `${below(String(index))} ${show(item.start)}`,
      ...places(source, item, below(String(index))),
    ]);
  if (node?.kind !== 'map') return [];
  return [...node.entries].flatMap(([name, { key, value }]) => [
    `${below(name)} ${show(key.start)} ${show(value.start)}`,
    ...places(source, value, below(name)),
  ]);
}

describe('scalars', () => {
  it.each([
    ['012345678901', '012345678901'],
    ['0777', '0777'],
    ['2012-10-17', '2012-10-17'],
    ['Yes', 'Yes'],
    ['on', 'on'],
    ['22:22', '22:22'],
    ['1_000', '1_000'],
    ['12', 12],
    ['-1.50', -1.5],
    ['1e3', 1000],
    ['true', true],
    ['False', false],
    ['~', null],
    ['null', null],
    ["'true'", 'true'],
    ['"12"', '12'],
    ['!!str 12', '12'],
    ['! 12', '12'],
    ['!!int "12"', 12],
    ['"\\u0041\\/\\ud83d\\ude00"', 'A/😀'],
  ])('%s is %p', (yaml, expected) => {
    expect(plain(parsedValue(yaml))).toEqual(expected);
  });

  it('keep the spelling of numbers', () => {
    expect(parsedValue('1.50')).toMatchObject({ text: '1.50', value: 1.5 });
  });

  it('are data, whatever they are called', () => {
    const node = parsedValue('{__proto__: a, constructor: b, 012: c}');

    expect(plain(node)).toEqual(
      new Map([
        ['__proto__', 'a'],
        ['constructor', 'b'],
        ['012', 'c'],
      ]),
    );
  });
});

describe('short forms', () => {
  it.each([
    ['!Ref A', '{Ref: A}'],
    ['!Condition A', '{Condition: A}'],
    ['!GetAtt A.B', '{"Fn::GetAtt": [A, B]}'],
    ['!GetAtt A.Outputs.B', '{"Fn::GetAtt": [A, Outputs.B]}'],
    ['!GetAtt [A, B]', '{"Fn::GetAtt": [A, B]}'],
    ["!Sub 'a${B}'", '{"Fn::Sub": "a${B}"}'],
    ['!Sub [a, {b: !Ref C}]', '{"Fn::Sub": [a, {b: {Ref: C}}]}'],
    ['!If [A, !Sub b, c]', '{"Fn::If": [A, {"Fn::Sub": b}, c]}'],
    ['!Join ["", [a, !GetAtt b.c]]', '{"Fn::Join": ["", [a, {"Fn::GetAtt": [b, c]}]]}'],
    ['!Transform {Name: N}', '{"Fn::Transform": {Name: N}}'],
    ['!Base64 {"Fn::Sub": a}', '{"Fn::Base64": {"Fn::Sub": a}}'],
  ])('%s is spelt %s', (short, long) => {
    expect(plain(parsedValue(short))).toEqual(plain(parsedValue(long)));
  });

  it('that are not known stay visible', () => {
    const source = `${RESOURCES}    Properties: !Rain::Embed file\n`;

    expect(problemsOf(source)).toEqual(['4:17 tag `!Rain::Embed` is not a CloudFormation function']);
    expect(plain(parsedValue('!Rain::Embed file'))).toEqual(new Map([['Fn::Rain::Embed', 'file']]));
  });
});

describe('problems', () => {
  it.each([
    ['', ['1:1 fatal: template is empty']],
    ['# only a comment\n', ['1:1 fatal: template is empty']],
    ['---\n', ['1:1 fatal: template is empty']],
    ['hello', ['1:1 fatal: template is not a mapping']],
    ['- a', ['1:1 fatal: template is not a mapping']],
    ['\u0089PNG\r\n\u001a\n\0\0', ['1:1 fatal: template is not a text file']],
    ['A: 1', ['1:1 fatal: template has no `Resources`']],
    ['Resources:\n', ['1:1 fatal: `Resources` is empty']],
    ['Resources: {}', ['1:1 fatal: `Resources` is empty']],
    ['Resources: [a]', ['1:12 fatal: `Resources` is not a mapping']],
    ['Transform: M\nResources: {}', ['2:1 `Resources` is empty']],
    [
      'resources:\n  A: {Type: B}\n',
      ['1:1 `resources` is not a section of a template', '1:1 fatal: template has no `Resources`'],
    ],
    ['a: 1\n---\nb: 2', ['3:1 fatal: only one YAML document is allowed']],
    [
      'Resources: {A: {Type: X',
      ['1:24 fatal: template cannot be parsed: unexpected end of the stream within a flow collection'],
    ],
    ['Resources:\n  A: [a,\nB: c\n', ['3:1 fatal: template cannot be parsed: a bracket or quote is still open here']],
    ['Resources:\n\tA: b\n', ['2:1 fatal: template cannot be parsed: tab characters must not be used in indentation']],
    ['A: *nobody', ['1:4 fatal: alias `*nobody` names no anchor before it']],
    [`${RESOURCES}Outputs: []\n`, ['4:10 `Outputs` is not a mapping']],
    [
      'Resources:\n  A: {}\n  B: {Type: 1}\n  C: x\n',
      [
        '2:3 resource `A` has no `Type`',
        '3:13 `Type` of resource `B` is not a string',
        '4:3 resource `C` is not a mapping',
      ],
    ],
    ['Resources:\n  A: {Type: B, Properties: [1]}\n', ['2:28 `Properties` of resource `A` is not a mapping']],
    [`${RESOURCES}    Type: B\n`, ['4:5 key `Type` is there twice, the last one counts']],
    [`${RESOURCES}    ? [a]\n    : b\n`, ['4:7 mapping key is not a string']],
    [
      `X: &x {a: b}\n${RESOURCES}    Properties:\n      <<: *x\n`,
      ['6:7 merge key `<<` is not merged: CloudFormation does not support YAML hash merges'],
    ],
    [`${RESOURCES}    Metadata: !!binary aaaa\n`, ['4:15 YAML tag `!!binary` is not supported by CloudFormation']],
    [`${RESOURCES}  "Fn::ForEach::L": [a, [b], {}]\n  "Fn::Transform": {Name: N}\n`, []],
  ])('of %j are found where they are', (source, expected) => {
    expect(problemsOf(source)).toEqual(expected);
  });

  it('keep the last of several values of a key', () => {
    expect(plain(parsedValue('{a: 1, a: 2}'))).toEqual(new Map([['a', 2]]));
  });
});

describe('hostile text', () => {
  const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level < 12; level += 1) bomb.push(`a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`);
  const tower = Array.from(
    { length: 60 },
    (_, level) => `a${level}: &a${level} ${'['.repeat(60)}*a${level - 1}${']'.repeat(60)}`,
  );

  it.each([
    ['brackets', '['.repeat(100_000), 'nested more than 100 levels'],
    ['JSON objects', '{"a":'.repeat(100_000), 'nested more than 100 levels'],
    ['block sequences', '- '.repeat(100_000), 'nested more than 100 levels'],
    ['block mappings', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'nested more'],
    ['explicit keys', '? '.repeat(100_000), 'nested more than 100 levels'],
    ['an alias bomb', bomb.join('\n'), 'expands to more than 200000 nodes'],
    ['a tower of aliases', `a-1: &a-1 x\n${tower.join('\n')}`, 'nested more than 100 levels'],
    ['many aliases', `a: &a x\nb: [${'*a,'.repeat(2_000)}]`, 'more than 1000 YAML aliases'],
    ['many nodes', `a: [${'b,'.repeat(300_000)}]`, 'expands to more than 200000 nodes'],
    ['a line for every node', `A:\n  B: [\n${'{a:\nb},\n'.repeat(80_000)}]`, 'still open'],
    ['two megabytes', 'x'.repeat(2_000_000), 'larger than 1048576 bytes'],
    ['a megabyte of two-byte letters', `a: ${'é'.repeat(600_000)}`, 'larger than 1048576 bytes'],
  ])('made of %s is refused within a second', (_, source, message) => {
    const start = performance.now();
    const { template, problems } = parseTemplate(source);

    expect(template).toBeUndefined();
    expect(problems.filter(({ fatal }) => fatal).map((problem) => problem.message)).toEqual([
      expect.stringContaining(message),
    ]);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('of any kind gives a result, never an exception', () => {
    const pieces = fc.constantFrom(
      ...['Resources', ':', ' ', '\n', '- ', '{', '}', '[', ']', ',', '&a', '*a', '!Sub', '!', '|', '>', '"', "'", '#'],
      ...['?', '<<', 'Type', '\t', '%', '---', '\\', '\r', '\ufeff', '\ud800'],
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
      fc.string(),
    );

    fc.assert(
      fc.property(text, (source) => {
        const { template, problems } = parseTemplate(source);

        expect(template === undefined).toBe(problems.some(({ fatal }) => fatal));
      }),
      { numRuns: 200 },
    );
  });
});

describe('another parser', () => {
  const json = fc
    .jsonValue({ maxDepth: 6 })
    .map((value) => ({ Resources: { A: { Type: 'T', Properties: { P: value } } } }));

  it('of JSON reads the same', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2, '\t'), (document, indent) => {
        const source = JSON.stringify(document, undefined, indent);

        expect(tree(parseTemplate(source).template?.root)).toEqual(JSON.parse(source));
      }),
      { numRuns: 200 },
    );
  });

  it('of YAML reads the same', () => {
    fc.assert(
      fc.property(yamlNode, (node) => {
        const source = `Resources:\n  A:\n    Type: T\n    Properties:\n      P:${node(8)}\n`;

        expect(tree(parseTemplate(source).template?.root)).toEqual(parse(source));
      }),
      { numRuns: 200 },
    );
  });
});

type Writer = (indent: number) => string;
const word = fc.constantFrom('a', 'bc', 'true', '12', 'x y', 'arn:aws:s3:::b/*', '${A}', "it's", 'null', '-1.5', 'é#1');
const scalar = fc.oneof(
  word.map(
    (text): Writer =>
      () =>
        ` ${text}`,
  ),
  word.map(
    (text): Writer =>
      () =>
        ` '${text.replaceAll("'", "''")}'`,
  ),
  word.map(
    (text): Writer =>
      () =>
        ` "${text}" # comment`,
  ),
  fc.array(word, { minLength: 1, maxLength: 3 }).map(
    (lines): Writer =>
      (indent) =>
        ` |\n${block(lines, indent)}`,
  ),
  fc.array(word, { minLength: 1, maxLength: 3 }).map(
    (lines): Writer =>
      (indent) =>
        ` >-\n${block(lines, indent)}`,
  ),
);
function block(lines: readonly string[], indent: number): string {
  return lines.map((line) => `${' '.repeat(indent)}${line}`).join('\n');
}
const { node: yamlNode } = fc.letrec<{ node: Writer }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map(
      (items): Writer =>
        (indent) =>
          items.map((item) => `\n${' '.repeat(indent)}-${item(indent + 2)}`).join(''),
    ),
    fc
      .uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}$/), tie('node')), {
        minLength: 1,
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map(
        (entries): Writer =>
          (indent) =>
            entries.map(([key, value]) => `\n${' '.repeat(indent)}${key}:${value(indent + 2)}`).join(''),
      ),
  ),
}));

/** As plain JSON; own keys only, so that `__proto__` is compared too. */
function tree(node: TemplateNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return node.value;
    case 'seq':
      return node.items.map(tree);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, tree(value)]));
  }
}
