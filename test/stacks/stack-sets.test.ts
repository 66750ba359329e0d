import { brief, judgeFile } from './judged';

const BODY = `Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  Worker:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt WorkerRole.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: x } }
  WorkerRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: SERVICE }, Action: sts:AssumeRole }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
`;
const body = (service: string): string => BODY.replace('SERVICE', service);
const inset = (text: string): string => text.replaceAll(/^(?=.)/gm, '        ');
const set = (written: string): string => `Resources:
  Baseline:
    Type: AWS::CloudFormation::StackSet
    Properties:
      StackSetName: baseline
      PermissionModel: SELF_MANAGED
      TemplateBody: ${written}
`;

describe('the template in a stack set', () => {
  it('that works is passed, and counted', () => {
    const { findings, problems, counts } = judgeFile(
      { 't.yaml': set(`|\n${inset(body('lambda.amazonaws.com'))}`) },
      't.yaml',
    );

    expect([...findings, ...problems]).toEqual([]);
    expect(counts.needs).toBeGreaterThan(0);
  });

  it.each([
    ['a block, at the line in it', `|\n${inset(body('s3.amazonaws.com'))}`, 13],
    ['one line, where it begins', JSON.stringify(body('s3.amazonaws.com')), 7],
  ])('is judged in %s', (_, written, line) => {
    const { findings } = judgeFile({ 't.yaml': set(written) }, 't.yaml');

    expect(findings.map(brief)).toEqual([
      `block lambda-assumes-execution-role implicit-deny :${line} lambda.amazonaws.com(Baseline.Worker)/sts:AssumeRole/Baseline.WorkerRole`,
    ]);
  });

  it('that cannot be read is said, and the rest is judged', () => {
    const { verdict, problems } = judgeFile({ 't.yaml': set("'Resources: ['") }, 't.yaml');

    expect(problems).toMatchObject([{ line: 7, fatal: false }]);
    expect(verdict).toBe('pass');
  });
});
