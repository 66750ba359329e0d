import { brief, judgeFiles, ROLE } from './judged';

const storage = (policy = '') => `
Resources:
  Data: { Type: AWS::S3::Bucket }
${policy}
Outputs:
  Arn: { Value: !GetAtt Data.Arn, Export: { Name: shared-data } }
`;

const reader = (name = 'shared-data', resource = "!Sub ['\${Arn}/*', { Arn: !ImportValue NAME }]") => `
Resources:
  Reader: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt ReaderRole.Arn, Code: { ZipFile: x } } }
  ReaderRole:
    ${ROLE}
      Policies:
        - PolicyName: read
          PolicyDocument: { Statement: { Effect: Allow, Action: s3:GetObject, Resource: ${resource.replace('NAME', name)} } }
`;

const DENY = `  Guard:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument:
        Statement: { Effect: Deny, Principal: '*', Action: s3:GetObject, Resource: !Sub '\${Data.Arn}/*' }`;

const findingsOf = (files: Readonly<Record<string, string>>, name: string) =>
  judgeFiles(files)
    .filter(({ template }) => template === name)
    .flatMap(({ findings }) => findings);

describe('a bucket of a template that is given too', () => {
  it('is known with its policy', () => {
    const [, together] = judgeFiles({ 'storage.yaml': storage(), 'reader.yaml': reader() });
    const [alone] = judgeFiles({ 'reader.yaml': reader() });

    expect(together).toMatchObject({ verdict: 'pass', findings: [], counts: { unknown: 0 } });
    expect(together?.counts.needs).toBeGreaterThan(alone?.counts.needs ?? 0);
  });

  it('refuses what its policy denies, and the finding names the file of the policy', () => {
    const findings = findingsOf({ 'storage.yaml': storage(DENY), 'reader.yaml': reader() }, 'reader.yaml');

    expect(findings.map(brief)).toEqual([
      'block function-reads-bucket explicit-deny :12 ReaderRole/s3:GetObject/storage.Data',
    ]);
    expect(findings[0]?.closest).toMatchObject({ file: 'storage.yaml', line: 9 });
  });

  it('that two templates export is nobody’s', () => {
    const files = { 'a.yaml': storage(DENY), 'b.yaml': storage(), 'reader.yaml': reader() };

    expect(findingsOf(files, 'reader.yaml')).toEqual([]);
  });

  it('in another region is another', () => {
    const inRegion = (region: string, text: string) =>
      `Metadata: { PermissionHook: { Environment: { Region: ${region} } } }\n${text}`;
    const findings = (region: string) =>
      judgeFiles(
        { 'reader.yaml': inRegion('eu-west-1', reader()), 'storage.yaml': inRegion(region, storage(DENY)) },
        undefined,
        {
          environment: { parameters: new Map() },
        },
      )[0]?.findings;

    expect(findings('eu-west-1')).toMatchObject([{ outcome: 'explicit-deny' }]);
    expect(findings('us-east-1')).toEqual([]);
  });

  it('says the same of the template that has it, whoever is given beside it', () => {
    const files = { 'storage.yaml': storage(DENY), 'reader.yaml': reader() };

    expect(findingsOf(files, 'storage.yaml')).toEqual(findingsOf({ 'storage.yaml': storage(DENY) }, 'storage.yaml'));
  });
});

describe('imports', () => {
  it('are followed over several templates', () => {
    const files = {
      'reader.yaml': reader('again'),
      'middle.yaml':
        'Resources: { Q: { Type: AWS::SQS::Queue } }\nOutputs: { A: { Value: !ImportValue shared-data, Export: { Name: again } } }',
      'storage.yaml': storage(),
    };

    expect(judgeFiles(files)[0]?.findings.flatMap(({ unknowns }) => unknowns)).not.toMatchObject([
      { reason: 'import-not-read' },
    ]);
  });

  it('that go in a circle end', () => {
    const ring = (own: string, other: string) =>
      `Resources: { Q: { Type: AWS::SQS::Queue } }\nOutputs: { A: { Value: !Sub ['x\${V}', { V: !ImportValue ${other} }], Export: { Name: ${own} } } }`;

    expect(judgeFiles({ 'a.yaml': ring('a', 'b'), 'b.yaml': ring('b', 'a') })).toHaveLength(2);
  });

  it('of a function let the template that imports it permit a caller', () => {
    const worker = `
Resources:
  Worker: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt WorkerRole.Arn, Code: { ZipFile: x } } }
  WorkerRole:
    ${ROLE}
Outputs:
  Arn: { Value: !GetAtt Worker.Arn, Export: { Name: worker } }
`;
    const topic = (permission: string) => `
Resources:
  News: { Type: AWS::SNS::Topic }
  Send: { Type: AWS::SNS::Subscription, Properties: { Protocol: lambda, TopicArn: !Ref News, Endpoint: !ImportValue worker } }
${permission}`;
    const permission = `  Permit:
    Type: AWS::Lambda::Permission
    Properties: { Action: lambda:InvokeFunction, FunctionName: !ImportValue worker, Principal: sns.amazonaws.com, SourceArn: !Ref News }`;

    expect(findingsOf({ 'worker.yaml': worker, 'topic.yaml': topic(permission) }, 'topic.yaml')).toEqual([]);
    expect(findingsOf({ 'worker.yaml': worker, 'topic.yaml': topic('') }, 'topic.yaml')).toMatchObject([
      { rule: 'sns-subscription-invokes-function', level: 'block', resource: { logicalId: 'worker.Worker' } },
    ]);
  });
});

it('templates that make the same thing are alternatives, and do not see each other', () => {
  const base =
    'Resources: { Q: { Type: AWS::SQS::Queue } }\nOutputs: { Name: { Value: data, Export: { Name: base } } }';
  const variant = (policy: string) => `
Resources:
  Data: { Type: AWS::S3::Bucket, Properties: { BucketName: !ImportValue base } }
${policy}`;
  const files = {
    'base.yaml': base,
    'open.yaml': variant(reader('x', "!Sub '\${Data.Arn}/*'").slice('\nResources:\n'.length)),
    'shut.yaml': variant(DENY),
  };

  expect(findingsOf(files, 'open.yaml')).toEqual([]);
});
