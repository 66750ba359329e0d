import { Template } from 'aws-cdk-lib/assertions';
import { readFileSync } from 'node:fs';
import { obstaclesIn } from '../../infra/organization/obstacles';
import { runCommand } from '../cli/fake-io';
import { accountStack, ALL_OPTIONS, resourcesOf } from './stacks';

const ACCOUNT = '111122223333';
const PLACE = `eu-west-1:${ACCOUNT}`;
const ANYTHING = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
};
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const scp = read('infra/organization/protect-hook.scp.json');
const deployer = read('infra/deployer-policy.json');

/** Asks our own engine. */
async function decided(
  role: string,
  [action, resourceArn]: readonly [string, string],
  policies: object,
): Promise<string> {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
  const request = {
    principalArn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role.replace(/^.*\//, '')}/session`,
    principalRoleArn: roleArn,
    principalAccount: ACCOUNT,
    ...{ action, resourceArn, resourceAccount: ACCOUNT },
    ...{
      identityPolicies: [ANYTHING],
      boundaryPolicies: [],
      sessionPolicies: [],
      scps: [],
      rcps: [],
      // A key must say that policies of its account count.
      resourcePolicy: action.startsWith('kms:') ? KEY_POLICY : null,
    },
    context: { 'aws:PrincipalArn': roleArn, 'aws:PrincipalAccount': ACCOUNT },
    ...policies,
  };
  const { out } = await runCommand(['decide', '-', '--format', 'json'], { stdin: JSON.stringify(request) });
  const [decision] = JSON.parse(out) as readonly { readonly outcome: string }[];
  return decision?.outcome ?? out;
}

const FUNCTION = `arn:aws:lambda:${PLACE}:function:permission-hook-0a1b2c`;
const GATE_ROLE = `arn:aws:iam::${ACCOUNT}:role/permission-hook/StackSet-Role-A1`;
const LOG_GROUP = `arn:aws:logs:${PLACE}:log-group:/permission-hook/0a1b2c`;
const PARAMETER = `arn:aws:ssm:${PLACE}:parameter/permission-hook/0a1b2c/settings`;
const STACK = `arn:aws:cloudformation:${PLACE}:stack/StackSet-permission-hook-sandbox-0a1b/0a1b`;
const WAYS_AROUND = [
  ['cloudformation:SetTypeConfiguration', '*'],
  ['cloudformation:DeactivateType', '*'],
  ['cloudformation:DeleteStack', STACK],
  ['lambda:UpdateFunctionCode', FUNCTION],
  ['lambda:PutFunctionConcurrency', FUNCTION],
  ['lambda:UpdateAlias', FUNCTION],
  ['iam:PutRolePolicy', GATE_ROLE],
  ['iam:UpdateAssumeRolePolicy', `arn:aws:iam::${ACCOUNT}:role/permission-hook-break-glass`],
  ['logs:DeleteLogGroup', LOG_GROUP],
  ['logs:DeleteLogStream', `${LOG_GROUP}:log-stream:one`],
  ['ssm:PutParameter', PARAMETER],
] as const;

describe('the policy that protects the hook', () => {
  const scps = [{ level: 'root', policies: [ANYTHING, scp] }];

  it.each(WAYS_AROUND)('keeps an administrator from %s', async (...asked) => {
    expect(await decided('admin', asked, { scps })).toBe('explicit-deny');
  });

  it.each(WAYS_AROUND)('lets StackSets do %s', async (...asked) => {
    expect(await decided('stacksets-exec-0a1b', asked, { scps })).toBe('allow');
  });

  it('lets the role that breaks glass switch the hook off, and change nothing else', async () => {
    const breakGlass = 'permission-hook-break-glass';
    expect(await decided(breakGlass, ['cloudformation:SetTypeConfiguration', '*'], { scps })).toBe('allow');
    expect(await decided(breakGlass, ['lambda:UpdateFunctionCode', FUNCTION], { scps })).toBe('explicit-deny');
  });

  it.each([
    ['logs:PutLogEvents', `${LOG_GROUP}:log-stream:one`],
    ['ssm:GetParameter', PARAMETER],
    ['lambda:InvokeFunction', FUNCTION],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:${PLACE}:function:orders`],
    ['cloudformation:CreateStack', `arn:aws:cloudformation:${PLACE}:stack/orders/0a1b`],
    ['cloudformation:DescribeStacks', STACK],
  ] as const)('leaves %s alone', async (...asked) => {
    expect(await decided('permission-hook/gate', asked, { scps })).toBe('allow');
  });

  it('is within the limit of a service control policy', () => {
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
    expect(JSON.stringify(scp).length).toBeLessThanOrEqual(5120);
  });
});

describe('the policy of the deployer', () => {
  const identityPolicies = [deployer];
  const ANYWHERE = '*';
  /** What CloudFormation does to create, change and delete each type. */
  const HANDLERS: Readonly<Record<string, readonly [string, readonly string[]]>> = {
    'AWS::CloudFormation::LambdaHook': [
      ANYWHERE,
      [
        'ActivateType',
        'DescribeType',
        'ListTypes',
        'SetTypeConfiguration',
        'BatchDescribeTypeConfigurations',
        'DeactivateType',
      ].map((name) => `cloudformation:${name}`),
    ],
    'AWS::CloudWatch::Alarm': [
      `arn:aws:cloudwatch:${PLACE}:alarm:permission-hook-Faults-A1`,
      ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:DeleteAlarms'],
    ],
    'AWS::CloudWatch::Dashboard': [
      `arn:aws:cloudwatch::${ACCOUNT}:dashboard/AuditDashboard-A1`,
      ['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard', 'cloudwatch:DeleteDashboards'],
    ],
    'AWS::IAM::Role': [
      GATE_ROLE,
      [
        'CreateRole',
        'GetRole',
        'PutRolePolicy',
        'GetRolePolicy',
        'ListRolePolicies',
        'DeleteRolePolicy',
        'DeleteRole',
        'PassRole',
        'UpdateAssumeRolePolicy',
      ].map((name) => `iam:${name}`),
    ],
    'AWS::KMS::Key': [
      `arn:aws:kms:${PLACE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      ['kms:CreateKey', 'kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:EnableKeyRotation', 'kms:ScheduleKeyDeletion'],
    ],
    'AWS::Lambda::Alias': [
      FUNCTION,
      ['lambda:CreateAlias', 'lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:DeleteAlias'],
    ],
    'AWS::Lambda::Function': [
      FUNCTION,
      [
        'CreateFunction',
        'GetFunction',
        'UpdateFunctionCode',
        'UpdateFunctionConfiguration',
        'PutFunctionConcurrency',
        'DeleteFunction',
      ].map((name) => `lambda:${name}`),
    ],
    'AWS::Lambda::Version': [`${FUNCTION}:1`, ['lambda:GetFunctionConfiguration', 'lambda:DeleteFunction']],
    'AWS::Logs::LogGroup': [
      LOG_GROUP,
      ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:AssociateKmsKey', 'logs:DeleteLogGroup'],
    ],
    'AWS::Logs::QueryDefinition': [
      ANYWHERE,
      ['logs:PutQueryDefinition', 'logs:DescribeQueryDefinitions', 'logs:DeleteQueryDefinition'],
    ],
    'AWS::SSM::Parameter': [PARAMETER, ['ssm:PutParameter', 'ssm:GetParameters', 'ssm:DeleteParameter']],
  };

  it('is enough for every type of the account stack', async () => {
    const types = new Set(
      [...resourcesOf(Template.fromStack(accountStack(ALL_OPTIONS))).values()].map(({ Type }) => Type),
    );
    types.delete('AWS::CDK::Metadata');
    expect([...types].sort()).toEqual(Object.keys(HANDLERS).sort());
    const asked = Object.values(HANDLERS).flatMap(([resource, actions]) =>
      actions.map((action) => [action, resource] as const),
    );
    const outcomes = await Promise.all(asked.map((each) => decided('deployer', each, { identityPolicies })));
    expect(asked.filter((_, index) => outcomes[index] !== 'allow')).toEqual([]);
  });

  it.each([
    ['iam:CreateRole', `arn:aws:iam::${ACCOUNT}:role/admin`],
    ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/admin`],
    ['iam:AttachRolePolicy', GATE_ROLE],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:${PLACE}:function:orders`],
    ['lambda:InvokeFunction', FUNCTION],
    ['logs:DeleteLogGroup', `arn:aws:logs:${PLACE}:log-group:/aws/lambda/orders`],
    ['ssm:PutParameter', `arn:aws:ssm:${PLACE}:parameter/orders`],
    ['s3:GetObject', 'arn:aws:s3:::orders/1'],
  ] as const)('does not allow %s on %s', async (...asked) => {
    expect(await decided('deployer', asked, { identityPolicies })).toBe('implicit-deny');
  });

  it('is within the limit of a managed policy', () => {
    expect(JSON.stringify(deployer).length).toBeLessThanOrEqual(6144);
  });
});

describe('the pre-flight check', () => {
  const guardrail = (target: string, ...documents: readonly object[]) => ({
    target,
    policies: documents.map((document, index) => ({ name: `${target}-${index}`, document })),
  });
  const deny = (Action: readonly string[], Condition?: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action, Resource: '*', ...(Condition === undefined ? {} : { Condition }) }],
  });
  const REGISTRY = [
    'cloudformation:ActivateType',
    'cloudformation:DeactivateType',
    'cloudformation:SetTypeConfiguration',
  ];

  it('finds nothing where everything is allowed, and under the policy that protects the hook', () => {
    expect(obstaclesIn([guardrail('r-abcd', ANYTHING), guardrail('ou-abcd-1', ANYTHING, scp as object)])).toEqual([]);
  });

  it('names the policy that keeps hooks from being activated, as Control Tower’s does', () => {
    const exceptControlTower = { ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/AWSControlTowerExecution' } };
    const above = [guardrail('r-abcd', ANYTHING), guardrail('ou-abcd-1', ANYTHING, deny(REGISTRY, exceptControlTower))];

    expect(obstaclesIn(above)).toEqual([
      { action: 'cloudformation:ActivateType', policies: ['ou-abcd-1-1'] },
      { action: 'cloudformation:SetTypeConfiguration', policies: ['ou-abcd-1-1'] },
    ]);
  });

  it('finds a level that allows too little', () => {
    const only = { Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction: 'oam:*', Resource: '*' } };

    expect(obstaclesIn([guardrail('r-abcd', only)])).toEqual([{ action: 'oam:CreateLink', policies: [] }]);
  });
});
