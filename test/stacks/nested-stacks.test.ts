import { localFiles } from '#core/stacks/local-files';
import { pathBeside } from '#core/stacks/template-location';
import { brief, judgeFile, ROLE } from './judged';

/** A function that reads a bucket it is told of, in a stack of its own. */
const READER = `
Parameters: { Bucket: { Type: String }, Env: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
Resources:
  Reader: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt ReaderRole.Arn, Code: { ZipFile: x } } }
  ReaderRole:
    ${ROLE}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Statement: { Effect: Allow, Action: s3:GetObject, Resource: !Sub 'arn:aws:s3:::\${Bucket}/*' }
  Queue: { Type: AWS::SQS::Queue, Condition: IsProd }
Outputs:
  ReaderArn: { Value: !GetAtt Reader.Arn }
  RoleName: { Value: !Ref ReaderRole }
`;

const parent = (more: string, location = 'TemplateURL: app/reader.yaml', type = 'AWS::CloudFormation::Stack') => `
Parameters: { Env: { Type: String } }
Conditions: { Live: !Equals [!Ref Env, prod] }
Resources:
  Data: { Type: AWS::S3::Bucket }
  App:
    Type: ${type}
    Properties:
      ${location}
      Parameters: { Bucket: !Ref Data, Env: !If [Live, prod, dev] }
${more}`;

const DENY = `  Guard:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument:
        Statement: { Effect: Deny, Principal: '*', Action: s3:GetObject, Resource: !Sub '\${Data.Arn}/*' }`;

const judged = (text: string, name = 'main.yaml') => judgeFile({ [name]: text, 'app/reader.yaml': READER }, name);

describe('a nested stack', () => {
  it.each([
    ['TemplateURL: app/reader.yaml', 'AWS::CloudFormation::Stack'],
    ['TemplateURL: ./other/../app/reader.yaml', 'AWS::CloudFormation::Stack'],
    ['Location: app/reader.yaml', 'AWS::Serverless::Application'],
  ])('of %s is judged with the one around it', (location, type) => {
    const transform = type.includes('Serverless') ? 'Transform: AWS::Serverless-2016-10-31' : '';
    const { findings, problems } = judged(`${transform}${parent(DENY, location, type)}`);

    expect(problems).toEqual([]);
    expect(findings.map(brief)).toEqual([
      'block function-reads-bucket explicit-deny app/reader.yaml:15 App.ReaderRole/s3:GetObject/Data',
    ]);
    expect(findings[0]?.closest).toMatchObject({
      path: ['Resources', 'Guard', 'Properties', 'PolicyDocument', 'Statement'],
    });
    expect(findings[0]?.closest).not.toHaveProperty('file');
  });

  it('whose template is elsewhere stays unknown', () => {
    for (const location of ['TemplateURL: https://s3.amazonaws.com/a/reader.yaml', 'TemplateURL: missing.yaml'])
      expect(judged(parent(DENY, location))).toMatchObject({ findings: [], verdict: 'pass' });
  });

  it('hands its outputs to the one around it', () => {
    const topic = (permission: string) => `
  News: { Type: AWS::SNS::Topic }
  Send: { Type: AWS::SNS::Subscription, Properties: { Protocol: lambda, TopicArn: !Ref News, Endpoint: !GetAtt App.Outputs.ReaderArn } }
${permission}`;
    const permission = `  Permit:
    Type: AWS::Lambda::Permission
    Properties: { Action: lambda:InvokeFunction, FunctionName: !GetAtt App.Outputs.ReaderArn, Principal: sns.amazonaws.com, SourceArn: !Ref News }`;

    expect(judged(parent(topic(permission))).findings).toEqual([]);
    expect(judged(parent(topic(''))).findings.map(brief)).toEqual([
      'block sns-subscription-invokes-function implicit-deny :13 sns.amazonaws.com(Send)/lambda:InvokeFunction/App.Reader',
    ]);
  });

  it('hands them on to the next, whatever the order', () => {
    const forward =
      'Parameters: { In: { Type: String } }\nResources: { Q: { Type: AWS::SQS::Queue } }\nOutputs: { Out: { Value: !Sub "${In}" } }';
    const more = (endpoint: string) => `
  A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: f.yaml, Parameters: { In: !GetAtt B.Outputs.Out } } }
  B: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: f.yaml, Parameters: { In: !GetAtt App.Outputs.ReaderArn } } }
  News: { Type: AWS::SNS::Topic }
  Send: { Type: AWS::SNS::Subscription, Properties: { Protocol: lambda, TopicArn: !Ref News, Endpoint: ${endpoint} } }
`;
    const files = { 'main.yaml': parent(more('!GetAtt A.Outputs.Out')), 'f.yaml': forward, 'app/reader.yaml': READER };

    expect(judgeFile(files, 'main.yaml').findings).toMatchObject([
      { rule: 'sns-subscription-invokes-function', function: 'App.Reader' },
    ]);
  });

  it('has its conditions under the name of the stack', () => {
    const open = parent(DENY).replace('!If [Live, prod, dev]', '!Ref Env');
    const inLive = READER.replace(
      'Reader: { Type: AWS::Lambda::Function,',
      'Reader: { Type: AWS::Lambda::Function, Condition: IsProd,',
    );
    const { findings } = judgeFile({ 'main.yaml': open, 'app/reader.yaml': inLive }, 'main.yaml');

    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('(when `App.IsProd`)')]);
  });

  it('follows the conditions of the one around it', () => {
    const inLive = READER.replace(
      'Reader: { Type: AWS::Lambda::Function,',
      'Reader: { Type: AWS::Lambda::Function, Condition: IsProd,',
    );
    const { findings } = judgeFile({ 'main.yaml': parent(DENY), 'app/reader.yaml': inLive }, 'main.yaml');

    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('(when `Live`)')]);
  });

  it('may come twice, each with names of its own', () => {
    const twice = parent(`${DENY}
  Again: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: app/reader.yaml, Parameters: { Bucket: !Ref Data } } }`);

    expect(judged(twice).findings.map(({ key }) => key)).toEqual([
      'function-reads-bucket/Again.ReaderRole/s3:GetObject/Data',
      'function-reads-bucket/App.ReaderRole/s3:GetObject/Data',
    ]);
  });

  it('that cannot be read says so at its place, and the one around it is judged', () => {
    const { problems, verdict } = judgeFile({ 'main.yaml': parent(''), 'app/reader.yaml': 'a: [' }, 'main.yaml');

    expect(problems).toMatchObject([{ file: 'app/reader.yaml', line: 1, fatal: false }]);
    expect(verdict).toBe('pass');
  });

  it('that contains itself says so', () => {
    const self = 'Resources: { Me: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: me.yaml } } }';

    expect(judgeFile({ 'me.yaml': self }, 'me.yaml').problems.map(({ message }) => message)).toEqual([
      'nested stack `Me` contains itself: `me.yaml` → `me.yaml`',
    ]);
  });

  it('of many that multiply ends, aloud', () => {
    const wide = (next: string) =>
      `Resources: { ${Array.from({ length: 12 }, (_, index) => `S${index}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${next}.yaml } }`).join(', ')} }`;
    const files = {
      'a.yaml': wide('b'),
      'b.yaml': wide('c'),
      'c.yaml': wide('d'),
      'd.yaml': 'Resources: { Q: { Type: T } }',
    };

    expect(judgeFile(files, 'a.yaml').problems.map(({ message }) => message)).toContain(
      'there are too many nested stacks to look into all',
    );
  });

  it('that is not read may permit what it is told of, so that nothing about that is sure', () => {
    const more = (given: string) => `
  Fn: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt FnRole.Arn, Code: { ZipFile: x } } }
  FnRole:
    ${ROLE}
  News: { Type: AWS::SNS::Topic }
  Send: { Type: AWS::SNS::Subscription, Properties: { Protocol: lambda, TopicArn: !Ref News, Endpoint: !GetAtt Fn.Arn } }
  Else: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://x/y, Parameters: { Given: ${given} } } }
`;

    expect(judged(parent(more('!Ref News'))).findings).toMatchObject([{ level: 'block', certainty: 'definite' }]);
    expect(judged(parent(more('!GetAtt Fn.Arn'))).findings).toMatchObject([{ level: 'warn', certainty: 'possible' }]);
  });
});

describe('where the template of a nested stack lies', () => {
  it.each([
    ['main.yaml', 'a.yaml', 'a.yaml'],
    ['app/main.yaml', './a.yaml', 'app/a.yaml'],
    ['app/main.yaml', '../a.yaml', 'a.yaml'],
    ['/x/app/main.yaml', '../../../a.yaml', '/../a.yaml'],
    ['../main.yaml', '../a.yaml', '../../a.yaml'],
    ['app/main.yaml', '/etc/a.yaml', '/etc/a.yaml'],
  ])('beside %s, %s is %s', (file, location, expected) => {
    expect(pathBeside(file, location)).toBe(expected);
  });

  it('is told by the metadata of the CDK before the URL', () => {
    const asset = (property: string) => ({
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: { 'Fn::Sub': 'https://x' } },
      Metadata: { 'aws:asset:path': 'Nested.nested.template.json', 'aws:asset:property': property },
    });
    const text = JSON.stringify({ Resources: { A: asset('TemplateURL'), B: asset('Code') } });

    expect(localFiles('cdk.out/Main.template.json', text)).toEqual(['cdk.out/Nested.nested.template.json']);
  });
});
