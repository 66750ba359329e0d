import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountReaderActions } from '#account/readers';
import { SIMULATION_ACTIONS } from '#account/simulate';
import { STACK_STATE_ACTIONS } from '#account/stack-state';
import { PermissionHookStack } from '../../infra/permission-hook-stack';

const bundle = mkdtempSync(join(tmpdir(), 'permission-hook-'));
afterAll(() => {
  rmSync(bundle, { recursive: true });
});

writeFileSync(join(bundle, 'index.mjs'), 'export const handler = () => {};');
const stack = new PermissionHookStack(new App(), 'PermissionHook', {
  stackName: 'permission-hook',
  bundle,
  excludedStacks: ['StackSet-*'],
  settings: 'unknown: warn',
});
const template = Template.fromStack(stack);

type Statement = Readonly<Record<string, unknown>>;
interface RoleProperties {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}
const roles = Object.values(template.findResources('AWS::IAM::Role')) as unknown as readonly {
  readonly Properties: RoleProperties;
}[];
const statements = roles.flatMap(({ Properties }) =>
  Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
);

it('asks the published version, on stacks and change sets that create or update', () => {
  template.hasResourceProperties('AWS::CloudFormation::LambdaHook', {
    Alias: 'Private::Lambda::PermissionHook',
    HookStatus: 'ENABLED',
    LambdaFunction: { Ref: Match.stringLikeRegexp('^GateAliaslive') },
    TargetOperations: ['STACK', 'CHANGE_SET'],
    TargetFilters: { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] },
  });
  template.hasResourceProperties('AWS::Lambda::Alias', {
    FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('^GateCurrentVersion'), 'Version'] },
  });
});

it('warns until it is told to fail', () => {
  template.hasParameter('FailureMode', { Default: 'WARN', AllowedValues: ['WARN', 'FAIL'] });
  template.hasResourceProperties('AWS::CloudFormation::LambdaHook', { FailureMode: { Ref: 'FailureMode' } });
});

it('cannot lock itself out', () => {
  template.hasResourceProperties('AWS::CloudFormation::LambdaHook', {
    StackFilters: {
      FilteringCriteria: 'ALL',
      StackNames: { Exclude: ['permission-hook', 'CDKToolkit', 'StackSet-*'] },
    },
  });
});

it('is switched on only when its role may invoke the function', () => {
  template.hasResourceProperties('AWS::CloudFormation::LambdaHook', {
    ExecutionRole: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HookRole'), 'Arn'] },
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'lambda:InvokeFunction',
              Resource: { Ref: Match.stringLikeRegexp('^GateAliaslive') },
            },
          ],
        },
      },
    ],
  });
});

it('answers in time and keeps its records', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs22.x',
    Architectures: ['arm64'],
    MemorySize: 1024,
    Timeout: 29,
    Handler: 'index.handler',
    Environment: { Variables: { PERMISSION_HOOK_SETTINGS: 'unknown: warn' } },
    LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp('^Log') } },
  });
  template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365 } });
});

it('lets only the hook service of this account take the role that invokes the function', () => {
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'hooks.cloudformation.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    },
  });
});

it('grants what its readers declare and writing its logs, and lets it change nothing', () => {
  const own = ['lambda:InvokeFunction', 'logs:CreateLogStream', 'logs:PutLogEvents'];
  const granted = statements.flatMap(({ Action }) => Action as string | readonly string[]);
  expect([...granted].sort()).toEqual(
    [...own, ...STACK_STATE_ACTIONS, ...SIMULATION_ACTIONS, ...accountReaderActions].sort(),
  );
  const onEverything = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
  expect(onEverything).toEqual([...accountReaderActions, ...SIMULATION_ACTIONS]);
  expect(onEverything.filter((action) => !/:(?:Describe|Get|List|Simulate)/.test(String(action)))).toEqual([]);
  expect(onEverything.filter((action) => /Secret(?:Value)?$|:GetObject|:GetItem/.test(String(action)))).toEqual([]);
  expect(roles.filter(({ Properties }) => 'ManagedPolicyArns' in Properties)).toEqual([]);
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

it('names nothing that would collide in another region', () => {
  expect(roles.filter(({ Properties }) => 'RoleName' in Properties)).toEqual([]);
});
