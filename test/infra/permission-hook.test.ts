import { Match, Template } from 'aws-cdk-lib/assertions';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { accountReaderActions } from '#account/readers';
import { SIMULATION_ACTIONS } from '#account/simulate';
import { STACK_STATE_ACTIONS } from '#account/stack-state';
import { accountStack, ALL_OPTIONS, grantsOf, needsOf, resourcesOf } from './stacks';

const template = Template.fromStack(accountStack());
const full = Template.fromStack(accountStack(ALL_OPTIONS));
const HOOK = 'AWS::CloudFormation::LambdaHook';
/** What watches the gate, and may come and go. */
const SHOWS = /^AWS::(?:CloudWatch::|Logs::QueryDefinition$)/;
const ALIAS = { Ref: Match.stringLikeRegexp('Aliaslive') };
const unique = (before: string, after: readonly string[] = []) => ({
  'Fn::Join': ['', [before, { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }, ...after]],
});

describe('the hook', () => {
  it('asks the published version, on stacks and change sets that create or update', () => {
    template.hasResourceProperties(HOOK, {
      Alias: 'Private::Lambda::PermissionHook',
      HookStatus: 'ENABLED',
      LambdaFunction: ALIAS,
      TargetOperations: ['STACK', 'CHANGE_SET'],
      TargetFilters: { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] },
    });
    template.hasResourceProperties('AWS::Lambda::Alias', {
      FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('CurrentVersion'), 'Version'] },
    });
    template.resourceCountIs(HOOK, 1);
  });

  it('warns until it is told to fail', () => {
    template.hasParameter('FailureMode', { Default: 'WARN', AllowedValues: ['WARN', 'FAIL'] });
    full.allResourcesProperties(HOOK, { FailureMode: { Ref: 'FailureMode' } });
  });

  it('cannot lock itself out', () => {
    const Exclude = [{ Ref: 'AWS::StackName' }, 'CDKToolkit'];
    template.hasResourceProperties(HOOK, { StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude } } });
    full.allResourcesProperties(HOOK, {
      StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: [...Exclude, 'StackSet-*'] } },
    });
  });

  it('judges single resources by a second hook, of the types that were named', () => {
    full.hasResourceProperties(HOOK, {
      Alias: 'Private::Lambda::PermissionHookResources',
      TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'],
      TargetFilters: { TargetNames: ['AWS::Lambda::*'], Actions: ['CREATE', 'UPDATE'] },
    });
    const ofStacks = Template.fromStack(accountStack({ resourceTypes: ['AWS::Lambda::Permission'] }));
    ofStacks.hasResourceProperties(HOOK, { TargetOperations: ['RESOURCE'] });
  });

  it('is activated last and removed first', () => {
    const hooks = Object.keys(full.findResources(HOOK));
    expect(hooks).toHaveLength(2);
    for (const hook of hooks) {
      const others = [...resourcesOf(full)]
        .filter(([, { Type }]) => Type !== HOOK && !SHOWS.test(Type))
        .map(([id]) => id);
      expect([...needsOf(full, hook)].filter((id) => !hooks.includes(id)).sort()).toEqual(others.sort());
    }
  });

  it('can be switched off by a command that replaces nothing else of its configuration', () => {
    for (const [name, status] of [
      ['HookOff', 'DISABLED'],
      ['HookOn', 'ENABLED'],
    ] as const) {
      const { Value } = template.findOutputs(name)[name] as {
        readonly Value: { 'Fn::Join': [string, readonly unknown[]] };
      };
      const text = Value['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'token')).join('');
      const [, command, json = ''] = /^(aws .*) --configuration '(.*)'$/.exec(text) ?? [];
      expect(command).toBe('aws cloudformation set-type-configuration --region token --type-arn token');
      expect(JSON.parse(json)).toEqual({
        CloudFormationConfiguration: {
          HookConfiguration: {
            HookInvocationStatus: status,
            TargetOperations: ['STACK', 'CHANGE_SET'],
            FailureMode: 'token',
            Properties: { LambdaFunction: 'token' },
            TargetFilters: { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] },
            StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: ['token', 'CDKToolkit'] } },
          },
        },
      });
    }
  });
});

describe('the function', () => {
  it('answers in time, on a runtime of today, and keeps its records', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: Runtime.NODEJS_24_X.name,
      Architectures: ['arm64'],
      MemorySize: 1024,
      Timeout: 29,
      Handler: 'index.handler',
      ReservedConcurrentExecutions: Match.absent(),
      LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp('Log') } },
    });
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Retain',
      Properties: { RetentionInDays: 365, KmsKeyId: Match.absent() },
    });
    full.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 5 });
    const short = Template.fromStack(accountStack({ logRetention: RetentionDays.ONE_MONTH, memorySize: 512 }));
    short.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    short.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512 });
  });

  it('finds its settings in a parameter, whose change needs no new version', () => {
    const parameter = { Ref: Match.stringLikeRegexp('Settings') };
    full.hasResourceProperties('AWS::SSM::Parameter', { Type: 'String', Value: 'unknown: warn', Tier: 'Standard' });
    full.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { PERMISSION_HOOK_SETTINGS_PARAMETER: parameter } },
    });
    const versionOf = (settings: string) =>
      Object.keys(Template.fromStack(accountStack({ settings })).findResources('AWS::Lambda::Version'));
    expect(versionOf('unknown: note')).toEqual(versionOf('unknown: warn'));
  });

  it('is not deployed with settings it would not understand, or that no parameter holds', () => {
    expect(() => accountStack({ settings: 'unknwon: warn' })).toThrow(/settings:1:1/);
    expect(() => accountStack({ settings: `{} # ${'-'.repeat(8192)}` })).toThrow(/8192/);
    Template.fromStack(accountStack({ settings: `{} # ${'-'.repeat(4096)}` })).hasResourceProperties(
      'AWS::SSM::Parameter',
      { Tier: 'Advanced' },
    );
  });
});

describe('permissions', () => {
  it('let only the hook service of this account take the role that invokes the function, and nothing else', () => {
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
      Policies: [
        { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ALIAS }] } },
      ],
    });
  });

  it('are what the readers declare and what writing logs takes, and change nothing', () => {
    const own = ['lambda:InvokeFunction', 'logs:CreateLogStream', 'logs:PutLogEvents', 'ssm:GetParameter'];
    const grants = grantsOf(template);
    expect(grants.map(({ action }) => action).sort()).toEqual(
      [...own, ...STACK_STATE_ACTIONS, ...accountReaderActions, ...SIMULATION_ACTIONS].sort(),
    );
    // Readers ask about what a template names: any resource of the account. Nothing else is granted on everything.
    const onEverything = grants.filter(({ resource }) => resource === '*').map(({ action }) => action);
    expect(onEverything).toEqual([...accountReaderActions, ...SIMULATION_ACTIONS]);
    expect(onEverything.filter((action) => !/:(?:Describe|Get|List|Simulate)/.test(action))).toEqual([]);
    expect(onEverything.filter((action) => /SecretValue$|:GetObject|:GetItem/.test(action))).toEqual([]);
    full.resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('let CloudWatch Logs use the key of the audit records, for these alone', () => {
    full.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: {
              Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
            },
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': {
                  'Fn::Join': ['', Match.arrayWith([':log-group:/permission-hook/*'])],
                },
              },
            },
          }),
        ]),
      },
    });
  });
});

it('names what policies must find by a prefix, and uniquely; all else is named by CloudFormation', () => {
  full.hasResourceProperties('AWS::Lambda::Function', { FunctionName: unique('permission-hook-') });
  full.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: unique('/permission-hook/') });
  full.hasResourceProperties('AWS::SSM::Parameter', { Name: unique('/permission-hook/', ['/settings']) });
  full.allResourcesProperties('AWS::IAM::Role', { Path: '/permission-hook/', RoleName: Match.absent() });
});
