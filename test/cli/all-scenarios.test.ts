import { managedPolicyFacts } from '#account/packed-managed-policies';
import type { Judgement } from '#core/verdict/judgement';
import { runCommand } from './fake-io';

async function check(template: string, ...args: readonly string[]): Promise<Judgement> {
  const { out, err } = await runCommand(['check', '-', '--format', 'json', ...args], {
    stdin: template,
    referenceFacts: managedPolicyFacts('schema/aws'),
  });
  const { judgements } = JSON.parse(out) as { judgements: readonly Judgement[] };
  const [judgement] = judgements;
  if (judgement === undefined) throw new Error(err);
  return judgement;
}

/** Level, rule, what the message says of scenarios. */
function brief({ findings }: Judgement): readonly string[] {
  return findings.map(({ level, rule, message }) => `${level} ${rule}${/ \(when .*$/.exec(message)?.[0] ?? ''}`);
}

const template = ({ parameters = '', conditions = '', reads = '', writes = '', more = '' } = {}): string => `
Parameters:
  Env: { Type: String, Default: dev, AllowedValues: [dev, test, prod] }
${parameters}
Conditions: { IsProd: !Equals [!Ref Env, prod], ${conditions} }
Resources:
  Data: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub 'data-\${Env}' } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Policies:
        - PolicyName: data
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: s3:GetObject, Resource: ${reads === '' ? "!Sub '${Data.Arn}/*'" : reads} }
              - { Effect: Allow, Action: s3:PutObject, Resource: ${writes === '' ? "!Sub '${Data.Arn}/*'" : writes} }
  Worker:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: x } }
${more}
`;

const TOPIC = `  News:
    Type: AWS::SNS::Topic
    Condition: HasNews
    Properties: { Subscription: [{ Protocol: lambda, Endpoint: !GetAtt Worker.Arn }] }`;

it.each([
  [
    'one that only a condition switches on',
    { reads: "!If [IsProd, !GetAtt Data.Arn, !Sub '${Data.Arn}/*']" },
    ['warn function-reads-bucket (when `IsProd`)'],
  ],
  [
    'one that hangs on a value no condition compares',
    { reads: "!Sub 'arn:aws:s3:::data-${Env}'" },
    ['block function-reads-bucket'],
  ],
  [
    'a resource that the default leaves out',
    {
      parameters: "  Extra: { Type: String, Default: '' }",
      conditions: "HasNews: !Not [!Equals [!Ref Extra, '']]",
      more: TOPIC,
    },
    ['warn sns-subscription-invokes-function (when `HasNews`)'],
  ],
  [
    'one that holds for a single allowed value',
    {
      writes: "!Sub '${Data.Arn}/*'",
      reads: "!Join ['', [!GetAtt Data.Arn, !If [IsTest, '', '/*']]]",
      conditions: 'IsTest: !Equals [!Ref Env, test]',
    },
    ['warn function-reads-bucket (when `IsTest`)'],
  ],
])('every scenario is judged: %s', async (_, changes, expected) => {
  expect(brief(await check(template(changes), '--all-scenarios'))).toEqual(expected);
});

it('a value that a mapping is asked for is named where no condition tells it', async () => {
  const mapped = `
Mappings: { Suffix: { dev: { Objects: /* }, test: { Objects: /* }, prod: { Objects: '' } } }
${template({ reads: "!Sub ['${Data.Arn}${Rest}', { Rest: !FindInMap [Suffix, !Ref Env, Objects] }]" })}`;

  expect(brief(await check(mapped, '--all-scenarios'))).toEqual(['warn function-reads-bucket (when `Env` is `prod`)']);
  expect(brief(await check(mapped))).toEqual([]);
});

it('what blocks at the defaults still blocks, and says when it holds', async () => {
  const broken = template({ reads: "!If [IsProd, !Sub '${Data.Arn}/*', !GetAtt Data.Arn]" });

  expect(brief(await check(broken))).toEqual(['block function-reads-bucket']);
  expect(brief(await check(broken, '--all-scenarios'))).toEqual(['block function-reads-bucket (when not `IsProd`)']);
});

it('a parameter that is given has only that value', async () => {
  const broken = template({ reads: "!If [IsProd, !GetAtt Data.Arn, !Sub '${Data.Arn}/*']" });

  expect(brief(await check(broken, '--all-scenarios', '--parameters', 'Env=test'))).toEqual([]);
  expect(brief(await check(broken, '--all-scenarios', '--parameters', 'Env=prod'))).toEqual([
    'block function-reads-bucket',
  ]);
});

it('more combinations than are judged are said, and the rest stays unknown', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `P${index}`);
  const many = template({
    parameters: names.map((name) => `  ${name}: { Type: String, Default: a }`).join('\n'),
    conditions: names.map((name) => `On${name}: !Equals [!Ref ${name}, b]`).join(', '),
    more: names.map((name) => `  R${name}: { Type: AWS::SNS::Topic, Condition: On${name} }`).join('\n'),
  });
  const { problems } = await check(many, '--all-scenarios');

  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^conditions allow more combinations than the \d+ that are judged/),
  ]);
  expect((await check(many)).problems).toEqual([]);
});
