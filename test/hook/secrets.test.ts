import type { HookPorts } from '#hook/hook-ports';
import { answerTo, event, NO_STACK, payload, sourceOf } from './answer-to';
import { schemaErrors } from './schemas';

const SECRET = 'hunter2-correct-horse';

/** Wherever a template may hold a secret, it holds one; its findings speak of what stands beside them. */
const template = (): string => `
Description: ${SECRET}
Metadata: { Note: ${SECRET} }
Parameters:
  Password: { Type: String, NoEcho: true, Default: ${SECRET} }
  Given: { Type: String, NoEcho: true }
  Stored: { Type: 'AWS::SSM::Parameter::Value<String>', NoEcho: true, Default: /db/password }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${SECRET} } }
  Subscription:
    Type: AWS::SNS::Subscription
    Properties: { Protocol: lambda, Endpoint: !GetAtt Worker.Arn, TopicArn: !Ref Topic, FilterPolicy: { a: [${SECRET}] } }
  Worker:
    Type: AWS::Lambda::Function
    Metadata: { Note: ${SECRET} }
    Properties:
      Description: ${SECRET}
      Role: !GetAtt Role.Arn
      Code: { ZipFile: 'const password = "${SECRET}"' }
      Tags: [{ Key: password, Value: ${SECRET} }]
      Environment:
        Variables:
          PASSWORD: ${SECRET}
          FROM_PARAMETER: !Ref Password
          BUCKET: !Sub 'data-\${Given}'
          URL: 'https://user:${SECRET}@db.example.com/'
  Role:
    Type: AWS::IAM::Role
    Properties:
      Description: ${SECRET}
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: own
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: 's3:GetObject', Resource: !Sub 'arn:aws:s3:::\${Password}' }
              - { Effect: Allow, Action: 's3:PutObject', Resource: !Sub 'arn:aws:s3:::\${Given}-\${Stored}/*' }
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: '*'
                Condition: { StringEquals: { 'aws:PrincipalTag/key': !Ref Given } }
  Secret: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: ${SECRET} } }
Outputs:
  Password: { Value: ${SECRET} }`;

const behind = (text: string) => ({
  template: text,
  previousTemplate: 'Resources: { Other: { Type: AWS::SNS::Topic } }',
  changedResources: [
    {
      logicalResourceId: 'Worker',
      resourceType: 'AWS::Lambda::Function',
      action: 'UPDATE',
      beforeContext: JSON.stringify({ Properties: { Description: SECRET } }),
      afterContext: JSON.stringify({
        Properties: { Environment: { Variables: { FROM_PARAMETER: SECRET, BUCKET: `data-${SECRET}` } } },
      }),
    },
  ],
});
const told: Partial<HookPorts> = {
  readStack: () =>
    Promise.resolve({
      ...NO_STACK,
      parameters: new Map([
        ['Password', SECRET],
        ['Given', SECRET],
        ['Stored', '/db/password'],
      ]),
      storedValues: new Map([['/db/password', SECRET]]),
    }),
  factSource: () => sourceOf(new Map([['ssm-parameter:/db/password', { status: 'found', value: SECRET }]])),
};
const MACRO = `Transform: [Shop]\nResources: { Made: { Type: Shop::Template, Properties: { Password: ${SECRET} } } }`;
const failed = Object.assign(new Error(`User ${SECRET} is not authorized`), { name: 'AccessDeniedException' });

it.each<{ name: string; ports: Partial<HookPorts>; verdict: string }>([
  { name: 'a judged template', ports: { ...payload(behind(template())), ...told }, verdict: 'fail' },
  {
    name: 'a template that breaks off',
    ports: payload(behind(`Resources: { A: { Type: ${SECRET}`)),
    verdict: 'inconclusive',
  },
  {
    name: 'a template with an intrinsic function that is none',
    ports: payload(behind(`Resources: { A: { Type: x, Properties: { P: !Nothing ${SECRET} } } }`)),
    verdict: 'pass',
  },
  { name: 'a payload that is not JSON', ports: payload(`{"template": ${SECRET}`), verdict: 'fault' },
  {
    name: 'a template that a macro makes',
    ports: {
      ...payload({ template: MACRO }),
      ...told,
      factSource: () =>
        sourceOf(
          new Map([
            ['processed-template:MyStack', { status: 'found', value: { original: MACRO, processed: template() } }],
          ]),
        ),
    },
    verdict: 'fail',
  },
  {
    name: 'an account that quotes',
    ports: { ...payload(behind(template())), readStack: () => Promise.reject(failed) },
    verdict: 'fail',
  },
  {
    name: 'a bug that quotes',
    ports: {
      ...payload(behind(template())),
      readFacts: () => {
        throw new TypeError(SECRET);
      },
    },
    verdict: 'fault',
  },
  { name: 'a payload that cannot be had', ports: { fetchPayload: () => Promise.reject(failed) }, verdict: 'fault' },
])('$name gives no secret away', async ({ ports, verdict }) => {
  const base = event('stack-update');
  const url = `https://cfn.s3.us-west-2.amazonaws.com/${SECRET}?X-Amz-Signature=${SECRET}&X-Amz-Security-Token=${SECRET}`;
  const requestData = { ...(base['requestData'] as object), payload: url };
  const { response, records } = await answerTo({ ...base, requestData, hookModel: { note: SECRET } }, ports);

  expect(records).toMatchObject([{ verdict }]);
  expect(schemaErrors('audit-record', records[0])).toEqual([]);
  expect(JSON.stringify(records)).not.toContain(SECRET);
  expect(JSON.stringify(response)).not.toContain(SECRET);
});
