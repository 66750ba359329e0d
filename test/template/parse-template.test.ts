import type { TemplateNode } from '#core/template/node';
import { parseTemplate } from '#core/template/parse-template';
import { positionAt } from '#core/template/position';
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
