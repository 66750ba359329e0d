import { brief, judgeFile, ROLE } from './judged';

const FUNCTIONS = `
  Worker:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt WorkerRole.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: x } }
  WorkerRole:
    ${ROLE}`;

describe('the definition of a state machine in a file of its own', () => {
  const definition = (resource: string): string =>
    JSON.stringify({ StartAt: 'Work', States: { Work: { Type: 'Task', Resource: resource, End: true } } }, null, 2);
  const sam = (policies: string): string => `Transform: AWS::Serverless-2016-10-31
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/flow.asl.json
      DefinitionSubstitutions: { WorkerArn: !GetAtt Worker.Arn }
      Policies: ${policies}
${FUNCTIONS}`;
  const INVOKES = '[{ LambdaInvokePolicy: { FunctionName: !Ref Worker } }]';
  const READS = '[AWSXrayWriteOnlyAccess]';

  it.each([
    ['allowed', INVOKES, definition('${WorkerArn}'), []],
    [
      'denied',
      READS,
      definition('${WorkerArn}'),
      [
        'block state-machine-invokes-function implicit-deny app/flows/flow.asl.json:6 FlowRole/lambda:InvokeFunction/Worker',
      ],
    ],
    [
      'denied, in YAML',
      READS,
      "StartAt: Work\nStates:\n  Work: { Type: Task, Resource: '${WorkerArn}', End: true }\n",
      [
        'block state-machine-invokes-function implicit-deny app/flows/flow.asl.json:3 FlowRole/lambda:InvokeFunction/Worker',
      ],
    ],
  ] as const)('is read: %s', (...[, policies, flow, expected]) => {
    const judgement = judgeFile(
      { 'app/template.yaml': sam(policies), 'app/flows/flow.asl.json': flow },
      'app/template.yaml',
    );

    expect(judgement.findings.map(brief)).toEqual(expected);
  });

  it('is read beside plain CloudFormation, too', () => {
    const template = `Resources:
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionS3Location: flow.json
      RoleArn: !GetAtt FlowRole.Arn
      DefinitionSubstitutions: { WorkerArn: !GetAtt Worker.Arn }
  FlowRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: states.amazonaws.com }, Action: sts:AssumeRole }
${FUNCTIONS}`;

    const { findings } = judgeFile({ 't.yaml': template, 'flow.json': definition('${WorkerArn}') }, 't.yaml');

    expect(findings.map(brief)).toEqual([
      'block state-machine-invokes-function implicit-deny flow.json:6 FlowRole/lambda:InvokeFunction/Worker',
    ]);
  });

  it('that cannot be read, or is not there, changes nothing', () => {
    const alone = judgeFile({ 't.yaml': sam(INVOKES) }, 't.yaml');

    expect(alone.problems).toEqual([]);
    for (const text of ['', '{ "States": ', '--- a\n--- b\n', '[]'])
      expect(judgeFile({ 't.yaml': sam(INVOKES), 'flows/flow.asl.json': text }, 't.yaml').verdict).toBe(alone.verdict);
  });
});

describe('AWS::Include of a file beside the template', () => {
  const INTEGRATION = `      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: { 'Fn::Sub': 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Worker.Arn}/invocations' }`;
  const DOCUMENT = `openapi: 3.0.1\npaths:\n  /work:\n    post:\n${INTEGRATION}\n`;
  const include = (file: string): string =>
    `{ 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: ${file} } } }`;
  const denied = (file: string, line: number): string =>
    `block api-definition-invokes-function implicit-deny ${file}:${line} apigateway.amazonaws.com(Api)/lambda:InvokeFunction/Worker`;

  it.each([
    [
      'as the definition of an API',
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Api: { Type: AWS::Serverless::Api, Properties: { StageName: live, DefinitionBody: ${include('./api.yaml')} } }${FUNCTIONS}`,
      { 'api.yaml': DOCUMENT },
      [denied('api.yaml', 8)],
    ],
    [
      'as some of the resources',
      `Resources:
  Fn::Transform: { Name: AWS::Include, Parameters: { Location: functions.yaml } }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body: ${include('api.yaml')}`,
      { 'functions.yaml': FUNCTIONS.slice(1), 'api.yaml': DOCUMENT },
      [denied('api.yaml', 8)],
    ],
    [
      'as whole sections',
      `Transform: { Name: AWS::Include, Parameters: { Location: more.yaml } }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Body: ${include('api.yaml')} } }`,
      { 'more.yaml': `Resources:${FUNCTIONS}`, 'api.yaml': DOCUMENT },
      [denied('api.yaml', 8)],
    ],
  ] as const)('is taken in %s', (...[, template, files, expected]) => {
    const { findings, problems } = judgeFile({ 't.yaml': template, ...files }, 't.yaml');

    expect(problems).toEqual([]);
    expect(findings.map(brief)).toEqual(expected);
  });

  it('stays unknown where the file is not there', () => {
    const template = `Resources:
  Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://snippets/functions.yaml } }${FUNCTIONS}`;

    const { problems } = judgeFile({ 't.yaml': template }, 't.yaml');

    expect(problems.map(({ message }) => message)).toEqual(['transform `AWS::Include` is not expanded here']);
  });
});
