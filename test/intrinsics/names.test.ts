import { arnOf, refOf } from '#core/intrinsics/resource-attributes';
import { showText } from '#core/value/text';
import { resolution, resolved, resourceOf, shown, type Given } from './resolved';

const REGION_ACCOUNT = '${AWS::Region}:${AWS::AccountId}';

function namesOf(resource: string, given?: Given): { readonly ref: string; readonly arn: string | undefined } {
  const template = resolved(
    `Resources:\n  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: f } }\n  It: ${resource}\n`,
    given,
  );
  const it = resourceOf(template, 'It');
  const arn = arnOf(it, template.place);
  return { ref: showText(refOf(it, template.place)), arn: arn === undefined ? undefined : showText(arn) };
}

describe('names and ARNs', () => {
  it.each<[string, string, unknown]>([
    ['AWS::S3::Bucket, Properties: {BucketName: b}', 'b', 'arn:aws:s3:::b'],
    [
      'AWS::S3::Bucket',
      '${lower(AWS::StackName)}-it-${random:It}',
      'arn:aws:s3:::${lower(AWS::StackName)}-it-${random:It}',
    ],
    [
      'AWS::SQS::Queue, Properties: {QueueName: q}',
      'https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/q',
      `arn:aws:sqs:${REGION_ACCOUNT}:q`,
    ],
    [
      'AWS::SQS::Queue, Properties: {FifoQueue: true}',
      'https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/${AWS::StackName}-It-${random:It}.fifo',
      `arn:aws:sqs:${REGION_ACCOUNT}:\${AWS::StackName}-It-\${random:It}.fifo`,
    ],
    [
      'AWS::SNS::Topic, Properties: {TopicName: t}',
      `arn:aws:sns:${REGION_ACCOUNT}:t`,
      `arn:aws:sns:${REGION_ACCOUNT}:t`,
    ],
    ['AWS::DynamoDB::Table, Properties: {TableName: t}', 't', `arn:aws:dynamodb:${REGION_ACCOUNT}:table/t`],
    ['AWS::Lambda::Function, Properties: {FunctionName: g}', 'g', `arn:aws:lambda:${REGION_ACCOUNT}:function:g`],
    [
      'AWS::Lambda::Alias, Properties: {FunctionName: !Ref Fn, Name: live}',
      `arn:aws:lambda:${REGION_ACCOUNT}:function:f:live`,
      `arn:aws:lambda:${REGION_ACCOUNT}:function:f:live`,
    ],
    [
      'AWS::Lambda::Alias, Properties: {FunctionName: !GetAtt Fn.Arn, Name: live}',
      `arn:aws:lambda:${REGION_ACCOUNT}:function:f:live`,
      `arn:aws:lambda:${REGION_ACCOUNT}:function:f:live`,
    ],
    [
      'AWS::Lambda::Alias, Properties: {FunctionName: !ImportValue x, Name: live}',
      '${attr:It.FunctionName}:live',
      '${attr:It.FunctionName}:live',
    ],
    [
      'AWS::Lambda::Version, Properties: {FunctionName: !Ref Fn}',
      `arn:aws:lambda:${REGION_ACCOUNT}:function:f:\${attr:It.Version}`,
      `arn:aws:lambda:${REGION_ACCOUNT}:function:f:\${attr:It.Version}`,
    ],
    [
      'AWS::Lambda::LayerVersion, Properties: {LayerName: l}',
      `arn:aws:lambda:${REGION_ACCOUNT}:layer:l:\${attr:It.Version}`,
      `arn:aws:lambda:${REGION_ACCOUNT}:layer:l:\${attr:It.Version}`,
    ],
    ['AWS::Kinesis::Stream, Properties: {Name: s}', 's', `arn:aws:kinesis:${REGION_ACCOUNT}:stream/s`],
    ['AWS::KMS::Key', '${attr:It.Ref}', `arn:aws:kms:${REGION_ACCOUNT}:key/\${attr:It.Ref}`],
    ['AWS::KMS::Alias, Properties: {AliasName: alias/a}', 'alias/a', `arn:aws:kms:${REGION_ACCOUNT}:alias/a`],
    ['AWS::IAM::Role, Properties: {RoleName: r}', 'r', 'arn:aws:iam::${AWS::AccountId}:role/r'],
    ['AWS::IAM::Role, Properties: {RoleName: r, Path: /p/}', 'r', 'arn:aws:iam::${AWS::AccountId}:role/p/r'],
    [
      'AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: m}',
      'arn:aws:iam::${AWS::AccountId}:policy/m',
      'arn:aws:iam::${AWS::AccountId}:policy/m',
    ],
    [
      'AWS::SecretsManager::Secret, Properties: {Name: s}',
      `arn:aws:secretsmanager:${REGION_ACCOUNT}:secret:s-\${attr:It.Suffix}`,
      `arn:aws:secretsmanager:${REGION_ACCOUNT}:secret:s-\${attr:It.Suffix}`,
    ],
    ['AWS::SSM::Parameter, Properties: {Name: /a/b}', '/a/b', `arn:aws:ssm:${REGION_ACCOUNT}:parameter/a/b`],
    ['AWS::SSM::Parameter, Properties: {Name: b}', 'b', `arn:aws:ssm:${REGION_ACCOUNT}:parameter/b`],
    [
      'AWS::SSM::Parameter, Properties: {Name: !ImportValue x}',
      '${import:x}',
      `arn:aws:ssm:${REGION_ACCOUNT}:parameter\${slashed(import:x)}`,
    ],
    ['AWS::SSM::Parameter', '${name:It}', `arn:aws:ssm:${REGION_ACCOUNT}:parameter/\${name:It}`],
    [
      'AWS::StepFunctions::StateMachine',
      `arn:aws:states:${REGION_ACCOUNT}:stateMachine:It-\${random:It}`,
      `arn:aws:states:${REGION_ACCOUNT}:stateMachine:It-\${random:It}`,
    ],
    [
      'AWS::StepFunctions::StateMachine, Properties: {StateMachineName: m}',
      `arn:aws:states:${REGION_ACCOUNT}:stateMachine:m`,
      `arn:aws:states:${REGION_ACCOUNT}:stateMachine:m`,
    ],
    ['AWS::Events::Rule, Properties: {Name: r}', 'r', `arn:aws:events:${REGION_ACCOUNT}:rule/r`],
    [
      'AWS::Events::Rule, Properties: {Name: r, EventBusName: bus}',
      '${attr:It.Ref}',
      `arn:aws:events:${REGION_ACCOUNT}:rule/bus/r`,
    ],
    ['AWS::Events::Rule, Properties: {Name: r, EventBusName: default}', 'r', `arn:aws:events:${REGION_ACCOUNT}:rule/r`],
    [
      "AWS::Events::Rule, Properties: {Name: r, EventBusName: 'arn:aws:events:eu-west-1:111122223333:event-bus/bus'}",
      '${attr:It.Ref}',
      `arn:aws:events:${REGION_ACCOUNT}:rule/bus/r`,
    ],
    ['AWS::Scheduler::Schedule, Properties: {Name: s}', 's', `arn:aws:scheduler:${REGION_ACCOUNT}:schedule/default/s`],
    [
      'AWS::Scheduler::Schedule, Properties: {Name: s, GroupName: g}',
      's',
      `arn:aws:scheduler:${REGION_ACCOUNT}:schedule/g/s`,
    ],
    ['AWS::Logs::LogGroup, Properties: {LogGroupName: /a/b}', '/a/b', `arn:aws:logs:${REGION_ACCOUNT}:log-group:/a/b`],
    ['AWS::ApiGateway::RestApi', '${attr:It.Ref}', `arn:aws:execute-api:${REGION_ACCOUNT}:\${attr:It.Ref}`],
    [
      'AWS::Cognito::UserPool',
      '${AWS::Region}_${attr:It.PoolId}',
      `arn:aws:cognito-idp:${REGION_ACCOUNT}:userpool/\${AWS::Region}_\${attr:It.PoolId}`,
    ],
    [
      'AWS::EFS::AccessPoint',
      '${attr:It.Ref}',
      `arn:aws:elasticfilesystem:${REGION_ACCOUNT}:access-point/\${attr:It.Ref}`,
    ],
    ['AWS::RDS::DBInstance, Properties: {DBInstanceIdentifier: Db}', 'db', `arn:aws:rds:${REGION_ACCOUNT}:db:db`],
    ['AWS::EC2::Subnet', '${attr:It.Ref}', undefined],
    ['Custom::Anything', '${attr:It.Ref}', undefined],
    ['__proto__', '${attr:It.Ref}', undefined],
    ['AWS::S3::Bucket, Properties: {BucketName: [a]}', '${attr:It.BucketName}', 'arn:aws:s3:::${attr:It.BucketName}'],
    [
      'AWS::S3::Bucket, Properties: {BucketName: }',
      '${lower(AWS::StackName)}-it-${random:It}',
      expect.any(String) as unknown,
    ],
    [
      'AWS::S3::Bucket, Properties: {Fn::Transform: {Name: M}}',
      '${attr:It.BucketName}',
      'arn:aws:s3:::${attr:It.BucketName}',
    ],
    [
      'AWS::S3::Bucket, Properties: {Fn::Transform: {Name: M}, Tags: []}',
      '${attr:It.BucketName}',
      expect.any(String) as unknown,
    ],
  ])('of %s', (resource, ref, arn) => {
    expect(namesOf(`{Type: ${resource}}`)).toEqual({ ref, arn });
  });

  it.each([
    ['AWS::Logs::LogGroup, Properties: {LogGroupName: g}', 'Arn', `arn:aws:logs:${REGION_ACCOUNT}:log-group:g:*`],
    [
      'AWS::DynamoDB::Table, Properties: {TableName: t}',
      'StreamArn',
      `arn:aws:dynamodb:${REGION_ACCOUNT}:table/t/stream/\${attr:It.StreamLabel}`,
    ],
    ['AWS::S3::Bucket, Properties: {BucketName: b}', 'RegionalDomainName', 'b.s3.${AWS::Region}.amazonaws.com'],
    [
      'AWS::Lambda::Url, Properties: {TargetFunctionArn: f}',
      'FunctionArn',
      `arn:aws:lambda:${REGION_ACCOUNT}:function:f`,
    ],
    [
      'AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Name: t}',
      'TargetGroupFullName',
      'targetgroup/t/${attr:It.TargetGroupId}',
    ],
    ['AWS::ApiGateway::RestApi', 'RootResourceId', '${attr:It.RootResourceId}'],
    ['AWS::ApiGateway::RestApi', 'Arn', '?attr:It.Arn'],
    ['AWS::KMS::Key', 'KeyId', '${attr:It.Ref}'],
    ['AWS::Kinesis::Stream, Properties: {Name: s}', 'toString', '?attr:It.toString'],
  ])('attributes of %s: %s', (resource, attribute, expected) => {
    const template = resolved(
      `Resources:\n  It: {Type: ${resource}}\n  R: {Type: T, Properties: {V: !GetAtt It.${attribute}}}\n`,
    );

    expect(shown(resourceOf(template, 'R').properties.entries.get('V'))).toBe(expected);
  });

  it.each<[string, { readonly logicalId: string; readonly given: Given }, string]>([
    ['fits', { logicalId: 'Short', given: { stackName: 'shop' } }, 'shop-Short-${random:Short}'],
    [
      'fits with a long id',
      { logicalId: 'L'.repeat(40), given: { stackName: 'shop' } },
      `shop-${'L'.repeat(40)}-\${random:${'L'.repeat(40)}}`,
    ],
    [
      'is cut',
      { logicalId: 'L'.repeat(50), given: { stackName: 'shop' } },
      `shop-${'L'.repeat(24)}\${tail:${'L'.repeat(50)}}-\${random:${'L'.repeat(50)}}`,
    ],
    [
      'may be cut',
      { logicalId: 'L'.repeat(30), given: {} },
      `\${AWS::StackName}-${'L'.repeat(24)}\${tail:${'L'.repeat(30)}}-\${random:${'L'.repeat(30)}}`,
    ],
  ])('generated, where the name %s', (_, { logicalId, given }, expected) => {
    const template = resolved(`Resources: { ${logicalId}: { Type: AWS::IAM::Role } }`, given);

    expect(showText(refOf(resourceOf(template, logicalId), template.place))).toBe(expected);
  });

  it('may be made of the names of other resources, but not of themselves', () => {
    const { scenarios, problems } = resolution(`Resources:
  A: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub '\${B}-a' } }
  B: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref C } }
  C: { Type: AWS::S3::Bucket, Properties: { BucketName: c } }
  X: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref Y } }
  Y: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref X } }
  R: { Type: T, Properties: { A: !Ref A, X: !Ref X } }
`);

    expect(shown(scenarios[0]?.resources.get('R')?.properties)).toMatchObject({ A: 'c-a' });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^name cannot be resolved: `BucketName` of `[XY]` depends on itself$/),
    ]);
  });
});
