import { describeUnknown } from '#core/value/unknown-reason';
import { holesOf } from '#core/value/text';
import { resolution, resolved, resourceOf, shown, type Given } from './resolved';

const TEMPLATE = `
Parameters:
  Env: { Type: String }
  Stage: { Type: String, Default: prod }
  Names: { Type: CommaDelimitedList, Default: 'a, b,c' }
  Ids: { Type: 'List<AWS::EC2::Subnet::Id>' }
  Count: { Type: Number, Default: 5 }
  Flag: { Type: String, Default: true }
  Secret: { Type: String, NoEcho: true, Default: hush }
  Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b }
  Images: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /a/c }
  One: { Type: String, AllowedValues: [only] }
Mappings:
  M:
    eu-west-1: { name: x1, list: [p, q], same: s }
    us-east-1: { name: y-2, list: [r], same: s }
Conditions:
  Yes: !Equals [a, a]
  No: !Not [!Condition Yes]
  Open: !Not [!Condition Open]
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: jobs } }
  Table: { Type: AWS::DynamoDB::Table }
  Gone: { Type: AWS::SQS::Queue, Condition: No }
  Nested: { Type: AWS::CloudFormation::Stack }
  Other: { Type: Custom::Thing }
  R:
    Type: Custom::Value
    Properties:
      V: `;

function valueOf(expression: string, given?: Given): unknown {
  return shown(resourceOf(resolved(TEMPLATE + expression, given), 'R').properties.entries.get('V'));
}

describe('Ref', () => {
  it.each([
    ['!Ref Env', '${param:Env}'],
    ['!Ref Stage', 'prod'],
    ['!Ref Count', '5'],
    ['!Ref Flag', 'true'],
    ['!Ref One', 'only'],
    ['!Ref Names', ['a', 'b', 'c']],
    ['!Ref Ids', '?param:Ids'],
    ['!Ref Secret', '${param:Secret}'],
    ['!Ref Image', '${ssm:/a/b}'],
    ['!Ref Images', '?ssm:/a/c'],
    ['!Ref AWS::Region', '${AWS::Region}'],
    ['!Ref AWS::AccountId', '${AWS::AccountId}'],
    ['!Ref AWS::StackName', '${AWS::StackName}'],
    ['!Ref AWS::Partition', 'aws'],
    ['!Ref AWS::URLSuffix', 'amazonaws.com'],
    [
      '!Ref AWS::StackId',
      'arn:aws:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/${AWS::StackName}/${uuid(AWS::StackId of ${AWS::StackName})}',
    ],
    ['!Ref AWS::NotificationARNs', '?AWS::NotificationARNs'],
    ['!Ref AWS::NoValue', undefined],
    ['[a, !Ref AWS::NoValue, b]', ['a', 'b']],
    ['{a: !Ref AWS::NoValue, b: c}', { b: 'c' }],
    ['!Ref Table', '${AWS::StackName}-Table-${random:Table}'],
    ['!Ref Other', '${attr:Other.Ref}'],
    ['{Ref: Stage, Other: x}', { Ref: 'Stage', Other: 'x' }],
  ])('%s is %j', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });

  it.each<[string, Given, unknown]>([
    ['!Ref Env', { parameters: { Env: 'dev' } }, 'dev'],
    ['!Ref Stage', { parameters: { Stage: '' } }, ''],
    ['!Ref Stage', { parameters: { Stage: '****' } }, '${param:Stage}'],
    ['!Ref Secret', { parameters: { Secret: 'known' } }, '${param:Secret}'],
    ['!Ref Names', { parameters: { Names: ['x', 'y,z'] } }, ['x', 'y,z']],
    ['!Ref Ids', { parameters: { Ids: 'subnet-1,subnet-2' } }, ['subnet-1', 'subnet-2']],
    ['!Ref Image', { parameters: { Image: '/other' } }, '${ssm:/other}'],
    ['!Ref Image', { facts: new Map([['ssm-parameter:/a/b', { status: 'found', value: 'ami-1' }]]) }, 'ami-1'],
    ['!Ref Images', { facts: new Map([['ssm-parameter:/a/c', { status: 'found', value: 'x,y' }]]) }, ['x', 'y']],
    ['!Ref AWS::Region', { region: 'eu-west-1' }, 'eu-west-1'],
    ['!Ref AWS::Partition', { region: 'cn-north-1' }, 'aws-cn'],
    ['!Ref AWS::URLSuffix', { region: 'cn-north-1' }, 'amazonaws.com.cn'],
    ['!Ref AWS::Partition', { region: 'us-gov-west-1' }, 'aws-us-gov'],
    ['!Ref AWS::AccountId', { account: '012345678901' }, '012345678901'],
    ['!Ref Table', { stackName: 'shop' }, 'shop-Table-${random:Table}'],
  ])('%s, given %j, is %j', (expression, given, expected) => {
    expect(valueOf(expression, given)).toEqual(expected);
  });

  it('leaves the partition open where the template speaks of another one', () => {
    expect(valueOf('[!Ref AWS::Partition, !Ref AWS::URLSuffix, "arn:aws-cn:iam::aws:policy/X"]')).toEqual([
      '${AWS::Partition}',
      '${AWS::URLSuffix}',
      'arn:aws-cn:iam::aws:policy/X',
    ]);
  });
});

describe('functions', () => {
  it.each([
    ['!GetAtt Queue.Arn', 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs'],
    ['{"Fn::GetAtt": "Queue.QueueName"}', 'jobs'],
    ['!GetAtt Nested.Outputs.Url', '?attr:Nested.Outputs.Url'],
    ['!GetAtt Other.Arn', '?attr:Other.Arn'],
    ['!GetAtt Queue.Nothing', '?attr:Queue.Nothing'],

    ["!Sub 'a-${Stage}-${Env}-${AWS::Region}'", 'a-prod-${param:Env}-${AWS::Region}'],
    ["!Sub '${!Literal}-${Queue.QueueName}'", '${Literal}-jobs'],
    ["!Sub ['${x}${Stage}${x}', {x: !Ref Env, Stage: own}]", '${param:Env}own${param:Env}'],
    ["!Sub '${Count}${unclosed'", '5${unclosed'],
    ['!Sub plain', 'plain'],

    ["!Join ['-', [a, !Ref Env, !Ref AWS::NoValue, 1, true]]", 'a-${param:Env}-1-true'],
    ["!Join ['', !Ref Names]", 'abc'],
    ["!Join [',', !Ref Ids]", '${Fn::Join(",",${param:Ids})}'],
    ["!Join [',', !If [Open, [a], [b]]]", '${Fn::Join(",",${Fn::If("Open",["a"],["b"])})}'],
    ["!Join [',', []]", ''],

    ["!Split ['-', 'a-b-c']", ['a', 'b', 'c']],
    ["!Split [':', !GetAtt Queue.Arn]", ['arn', 'aws', 'sqs', '${AWS::Region}', '${AWS::AccountId}', 'jobs']],
    ["!Split [',', !Ref Env]", '?Fn::Split(",","${param:Env}")'],
    ['!Select [1, [a, b]]', 'b'],
    ["!Select ['1', !Ref Names]", 'b'],
    ['!Select [0, !Ref Ids]', '${Fn::Select(0,${param:Ids})}'],
    ["!Select [5, !Split [':', !GetAtt Queue.Arn]]", 'jobs'],
    ["!Select [2, !Split [':', !Sub 'arn:aws:s3:::${Env}']]", 's3'],
    ["!Select [5, !Split [':', !Sub 'arn:aws:s3:::${Env}']]", '${Fn::Split(":","arn:aws:s3:::${param:Env}")[5]}'],
    ["!Select [0, !GetAZs '']", '${Fn::Select(0,${Fn::GetAZs("${AWS::Region}")})}'],
    ['!Select [1, [!If [Open, a, !Ref AWS::NoValue], b]]', expect.stringContaining('${Fn::Select(1,')],

    ['!FindInMap [M, eu-west-1, name]', 'x1'],
    ['!FindInMap [M, eu-west-1, list]', ['p', 'q']],
    ['!FindInMap [M, !Ref AWS::Region, name]', '${Fn::FindInMap("M","${AWS::Region}","name")}'],
    ['!FindInMap [M, !Ref AWS::Region, same]', 's'],
    ['!FindInMap [M, !Ref AWS::Region, list]', '?Fn::FindInMap("M","${AWS::Region}","list")'],
    ['{"Fn::FindInMap": [M, nowhere, name, {DefaultValue: !Ref Stage}]}', 'prod'],
    ['{"Fn::FindInMap": [M, !Ref AWS::Region, same, {DefaultValue: z}]}', expect.stringContaining('?Fn::FindInMap')],

    ['!If [Yes, a, b]', 'a'],
    ['!If [No, a, b]', 'b'],
    ['!If [No, a, !Ref AWS::NoValue]', undefined],
    ['!If [Open, a, b]', '?Fn::If("Open","a","b")'],
    ['!If [Open, same, same]', 'same'],
    ['{"Fn::If": [{Condition: Yes}, a, b]}', 'a'],

    ['!ImportValue shared-name', '${import:shared-name}'],
    ["!ImportValue {'Fn::Sub': '${Env}-x'}", '${import:${param:Env}-x}'],
    ["!GetAZs ''", '?Fn::GetAZs("${AWS::Region}")'],
    ['!GetAZs eu-west-1', '?Fn::GetAZs("eu-west-1")'],
    ['!Cidr [10.0.0.0/16, 2, 8]', '?Fn::Cidr("10.0.0.0/16",2,8)'],
    ['!Base64 "hällo"', 'aMOkbGxv'],
    ['!Base64 ""', ''],
    ['!Base64 {Ref: Env}', '${Fn::Base64("${param:Env}")}'],
    ['{"Fn::Length": !Ref Names}', 3],
    ['{"Fn::Length": !Ref Ids}', expect.stringContaining('?Fn::Length')],
    [
      '{"Fn::ToJsonString": {a: [1, true, null, "q\\"x"], r: !Ref AWS::Region, e: !Ref Env, l: !Ref Ids}}',
      '{"a":[1,true,null,"q\\"x"],"r":"${AWS::Region}","e":"${json(param:Env)}","l":${json(param:Ids)}}',
    ],
    ['{"Fn::Transform": {Name: AWS::Include}}', expect.stringContaining('?Fn::Transform')],
    ['{"Fn::Transform": {Name: AWS::Include}, a: b}', { a: 'b', '…': 'transform-not-expanded' }],
    ['{"Fn::Newer": x}', expect.stringContaining('?Fn::Newer')],

    ['"{{resolve:secretsmanager:s:SecretString:k}}-x"', '${{{resolve:secretsmanager:s:SecretString:k}}}-x'],
    ["!Sub '{{resolve:ssm:/${Stage}/x}}'", '${{{resolve:ssm:/prod/x}}}'],
    ["!Sub 'a{{resolve:ssm:/${Env}/x}}b'", 'a${{{resolve:ssm:/${param:Env}/x}}}b'],
    ["!Join ['', ['{{resolve:', 'ssm:x}}']]", '${{{resolve:ssm:x}}}'],
    ['"{{resolve:unclosed"', '{{resolve:unclosed'],
  ])('%s is %j', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });

  it.each<[string, Given, unknown]>([
    ['!FindInMap [M, !Ref AWS::Region, name]', { region: 'eu-west-1' }, 'x1'],
    ['!ImportValue n', { facts: new Map([['export:n', { status: 'found', value: 'arn:x' }]]) }, 'arn:x'],
    ['!ImportValue n', { facts: new Map([['export:n', { status: 'absent' }]]) }, '${import:n}'],
    ['"{{resolve:ssm:x}}"', { facts: new Map([['ssm-parameter:x', { status: 'found', value: 'y' }]]) }, 'y'],
    [
      '"{{resolve:ssm:x:2}}"',
      { facts: new Map([['ssm-parameter:x', { status: 'found', value: 'y' }]]) },
      '${{{resolve:ssm:x:2}}}',
    ],
  ])('%s, given %j, is %j', (expression, given, expected) => {
    expect(valueOf(expression, given)).toEqual(expected);
  });

  it.each([
    ['!Ref Nobody', '`Ref` cannot be resolved: `Nobody` is neither a parameter nor a resource of this template'],
    [
      "!Sub '${Nobody}'",
      '`Fn::Sub` cannot be resolved: `Nobody` is neither a parameter nor a resource of this template',
    ],
    ["!Sub '${Names}'", '`Fn::Sub` cannot be resolved: `Names` is not a string'],
    [
      '!GetAtt Nobody.Arn',
      '`Fn::GetAtt` cannot be resolved: `Nobody` is neither a parameter nor a resource of this template',
    ],
    ['!GetAtt Queue', '`Fn::GetAtt` cannot be resolved: it names no attribute'],
    ['!Join [a]', '`Fn::Join` cannot be resolved: it takes a delimiter and a list'],
    ['!Join [a, b]', '`Fn::Join` cannot be resolved: its second argument is not a list'],
    ['!Join [a, [[b]]]', '`Fn::Join` cannot be resolved: item 0 of its list is not a string'],
    ['!Select [3, [a]]', '`Fn::Select` cannot be resolved: its list has no item 3'],
    ['!FindInMap [M, nowhere, name]', '`Fn::FindInMap` cannot be resolved: mapping `M` has no entry `nowhere`, `name`'],
    ['!FindInMap [N, a, b]', '`Fn::FindInMap` cannot be resolved: mapping `N` has no entry `a`, `b`'],
    ['!If [Yes, a]', '`Fn::If` cannot be resolved: it takes the name of a condition and two values'],
    ['!If [Nobody, a, b]', 'condition `Nobody` is not declared'],
  ])('%s is unknown, and said to be wrong', (expression, message) => {
    const { scenarios, problems } = resolution(TEMPLATE + expression);
    const value = scenarios[0]?.resources.get('R')?.properties.entries.get('V');

    expect(problems.map((problem) => problem.message)).toContain(message);
    expect(shown(value)).toMatch(/^(?:\?|\$\{Fn::Sub#)/);
  });

  it('give no problem for names that a transform may declare', () => {
    const { problems, scenarios } = resolution(`Transform: Mine\n${TEMPLATE}!Ref Nobody`);

    expect(problems.map(({ message }) => message)).toEqual(['condition cannot be evaluated: `Open` depends on itself']);
    expect(scenarios[0]?.unknowns).toEqual([{ kind: 'transform-not-expanded', transform: 'Mine' }]);
    expect(shown(scenarios[0]?.resources.get('R')?.properties.entries.get('V'))).toBe('?ref:Nobody');
  });

  it.each([
    ['!Ref Env', 'parameter `Env` has no value in this request'],
    ['!Ref Secret', 'the value of parameter `Secret` is masked (NoEcho)'],
    ['!Ref Image', 'the SSM parameter behind `Image` was not read from the account'],
    ['!Ref AWS::Region', '`AWS::Region` is not known here'],
    ['!Ref Table', '`AWS::StackName` is not known here; CloudFormation generates the name of `Table`'],
    ['!ImportValue n', 'export `n` was not read from the account'],
    ['!FindInMap [M, !Ref AWS::Region, name]', 'the key looked up in mapping `M` is not known'],
    ['"{{resolve:ssm:x}}"', 'dynamic reference `{{resolve:ssm:x}}` is resolved only while deploying'],
  ])('%s says why it is not known', (expression, expected) => {
    const value = resourceOf(resolved(TEMPLATE + expression), 'R').properties.entries.get('V');
    const reasons = value?.kind === 'text' ? holesOf(value.text).map(({ reason }) => describeUnknown(reason)) : [];

    expect(reasons.join('; ')).toBe(expected);
  });

  it('know the shape of what they do not know', () => {
    const shapes = ['!Ref AWS::AccountId', '!FindInMap [M, !Ref AWS::Region, name]'].map((expression) => {
      const value = resourceOf(resolved(TEMPLATE + expression), 'R').properties.entries.get('V');
      return value?.kind === 'text' ? holesOf(value.text).map(({ shape }) => shape) : [];
    });

    expect(shapes).toMatchObject([
      [{ only: 'digit', minLength: 12, maxLength: 12 }],
      [{ without: ':/*?$', minLength: 2, maxLength: 3 }],
    ]);
  });
});

describe('values', () => {
  it('point at the place they were written', () => {
    const source = `${TEMPLATE}[x, !If [Yes, !Ref Stage, b], !FindInMap [M, eu-west-1, name]]\n`;
    const value = resourceOf(resolved(source), 'R').properties.entries.get('V');
    const origins = value?.kind === 'list' ? value.items.map(({ origin }) => origin) : [];

    expect(
      origins.map((origin) => (origin.kind === 'template' ? source.slice(origin.start).slice(0, 11) : '')),
    ).toEqual(['x, !If [Yes', '!Ref Stage,', '!FindInMap ']);
    expect(origins[1]).toMatchObject({
      path: { key: 1, parent: { key: 'Fn::If', parent: { key: 1, parent: { key: 'V' } } } },
    });
  });

  it('name the resources they refer to', () => {
    const source = `${TEMPLATE}[!Ref Queue, !Sub '\${Table.Arn}', !GetAtt Other.X, !If [No, !Ref Nested, b], !Ref Env]\n`;

    expect([...resourceOf(resolved(source), 'R').refersTo]).toEqual(['Queue', 'Table', 'Other']);
  });

  it('of merge keys may hold more than is seen', () => {
    const source = `X: &x {a: b}\n${TEMPLATE.trimStart()}{<<: *x, c: d}\n`;

    expect(shown(resourceOf(resolved(source), 'R').properties.entries.get('V'))).toEqual({
      c: 'd',
      '…': 'intrinsic-unresolved',
    });
  });

  it('are the same in short and long spelling, in YAML and in JSON', () => {
    const short = `${TEMPLATE}[!Sub '\${Env}', !GetAtt Queue.Arn, !Join [a, [!Ref Env]]]`;
    const long = `${TEMPLATE}[{"Fn::Sub": "\${Env}"}, {"Fn::GetAtt": [Queue, Arn]}, {"Fn::Join": [a, [{"Ref": Env}]]}]`;
    const json = JSON.stringify({
      Parameters: { Env: { Type: 'String' } },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
        R: {
          Type: 'Custom::Value',
          Properties: {
            V: [{ 'Fn::Sub': '${Env}' }, { 'Fn::GetAtt': ['Queue', 'Arn'] }, { 'Fn::Join': ['a', [{ Ref: 'Env' }]] }],
          },
        },
      },
    });
    const [first, ...others] = [short, long, json].map((source) => shown(resourceOf(resolved(source), 'R').properties));

    expect(others).toEqual([first, first]);
  });
});
