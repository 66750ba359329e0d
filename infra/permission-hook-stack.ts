import { CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnLambdaHook } from 'aws-cdk-lib/aws-cloudformation';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, type Alias } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { accountReaderActions } from '#account/readers';
import { SIMULATION_ACTIONS } from '#account/simulate';
import { STACK_STATE_ACTIONS } from '#account/stack-state';

export interface PermissionHookStackProps extends StackProps {
  /** The folder of the built bundle. */
  readonly bundle: string;
  /** Names of stacks, `*` and `?` allowed, that are never judged, beside this one and the CDK's own. */
  readonly excludedStacks?: readonly string[];
  /** A settings document by `schema/settings.schema.json`; the environment of a function holds 4 KB of it. */
  readonly settings?: string;
}

/** The gate in one account and region: the function, and the hook that lets CloudFormation ask it. */
export class PermissionHookStack extends Stack {
  constructor(scope: Construct, id: string, props: PermissionHookStackProps) {
    super(scope, id, props);
    const gate = this.gate(props);
    const hook = this.hook(gate, props.excludedStacks ?? []);
    new CfnOutput(this, 'HookArn', { value: hook.attrHookArn });
  }

  private gate({ bundle, settings }: PermissionHookStackProps): Alias {
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_YEAR,
      // The audit trail outlives the gate.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const gate = new LambdaFunction(this, 'Gate', {
      description: 'Judges before a deployment whether every access in it will work',
      code: Code.fromAsset(bundle),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
      // The service waits 30 seconds.
      timeout: Duration.seconds(29),
      ...(settings === undefined ? {} : { environment: { PERMISSION_HOOK_SETTINGS: settings } }),
      logGroup,
      role: this.gateRole(logGroup),
    });
    // A published version behind an alias: an upload that is half done can block nobody's deployment.
    return gate.addAlias('live');
  }

  private gateRole(logGroup: LogGroup): Role {
    return new Role(this, 'GateRole', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        gate: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logGroup.logGroupArn],
            }),
            new PolicyStatement({
              actions: [...STACK_STATE_ACTIONS],
              // Every stack of this account and region may be the one that is judged.
              resources: [this.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: '*' })],
            }),
            // Any role, function, bucket, … of the account may be one that a template names.
            new PolicyStatement({ actions: [...accountReaderActions, ...SIMULATION_ACTIONS], resources: ['*'] }),
          ],
        }),
      },
    });
  }

  private hook(gate: Alias, excludedStacks: readonly string[]): CfnLambdaHook {
    const failureMode = new CfnParameter(this, 'FailureMode', {
      description: 'WARN lets every deployment through and says what is wrong; FAIL refuses it',
      allowedValues: ['WARN', 'FAIL'],
      default: 'WARN',
    });
    const hook = new CfnLambdaHook(this, 'Hook', {
      alias: 'Private::Lambda::PermissionHook',
      executionRole: this.hookRole(gate).roleArn,
      failureMode: failureMode.valueAsString,
      hookStatus: 'ENABLED',
      lambdaFunction: gate.functionArn,
      targetOperations: ['STACK', 'CHANGE_SET'],
      stackFilters: {
        // With ANY, a stack left out by name could still match by another filter.
        filteringCriteria: 'ALL',
        // A gate that judged its own stack could refuse the release that repairs it.
        stackNames: { exclude: [this.stackName, 'CDKToolkit', ...excludedStacks] },
      },
    });
    // The typed property wants `targets`, which the service refuses beside `actions`: github.com/aws/aws-cdk/issues/34591.
    hook.addPropertyOverride('TargetFilters', { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] });
    return hook;
  }

  private hookRole(gate: Alias): Role {
    return new Role(this, 'HookRole', {
      assumedBy: new ServicePrincipal('hooks.cloudformation.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
      // Inline: a policy of its own could come after the hook, which would then ask a function it may not call.
      inlinePolicies: {
        invoke: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [gate.functionArn] })],
        }),
      },
    });
  }
}
