import { Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnLambdaHook } from 'aws-cdk-lib/aws-cloudformation';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GateFunction, NAME_PREFIX, type GateFunctionProps } from './gate-function';

export interface PermissionHookProps extends GateFunctionProps {
  /** `WARN` lets every deployment through and says what is wrong; `FAIL` refuses it. @default 'WARN' */
  readonly failureMode?: string;
  /** Names of stacks, `*` and `?` allowed, that are never judged, beside this one and the CDK's own. @default none */
  readonly excludedStacks?: readonly string[];
  /**
   * Types, `*` allowed, whose resources are also judged one by one while a stack is deployed, with the values they get: a
   * second hook. It is shown no other resource, so much of what it is asked stays "cannot tell". @default none
   */
  readonly resourceTypes?: readonly string[];
  /** Are resources of those types judged too that Cloud Control makes? It knows no stacks, so none is left out. @default false */
  readonly judgesCloudControl?: boolean;
}

type Operation = 'STACK' | 'CHANGE_SET' | 'RESOURCE' | 'CLOUD_CONTROL';
interface HookTerms {
  /** Unique in an account and region. */
  readonly alias: string;
  readonly operations: readonly Operation[];
  readonly resourceTypes?: readonly string[];
}

const ALIAS = 'Private::Lambda::PermissionHook';

/**
 * The gate of one account and region: the function that judges, and the hook through which CloudFormation asks it. There can be
 * one of it in an account and region.
 */
export class PermissionHook extends Construct {
  readonly gate: GateFunction;
  readonly hooks: readonly CfnLambdaHook[];
  private readonly role: Role;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PermissionHookProps,
  ) {
    super(scope, id);
    const { resourceTypes = [], judgesCloudControl = false } = props;
    this.gate = new GateFunction(this, 'Gate', props);
    this.role = this.invokingRole();
    const ofStacks = this.hook('Hook', { alias: ALIAS, operations: ['STACK', 'CHANGE_SET'] });
    const operations: readonly Operation[] = judgesCloudControl ? ['RESOURCE', 'CLOUD_CONTROL'] : ['RESOURCE'];
    const terms = { alias: `${ALIAS}Resources`, operations, resourceTypes };
    this.hooks = resourceTypes.length === 0 ? [ofStacks] : [ofStacks, this.hook('ResourceHook', terms)];
  }

  private hook(id: string, { alias, operations, resourceTypes }: HookTerms): CfnLambdaHook {
    // A gate that judged its own stack could refuse the release that repairs it.
    const exclude = [Aws.STACK_NAME, 'CDKToolkit', ...(this.props.excludedStacks ?? [])];
    const hook = new CfnLambdaHook(this, id, {
      alias,
      executionRole: this.role.roleArn,
      failureMode: this.props.failureMode ?? 'WARN',
      hookStatus: 'ENABLED',
      lambdaFunction: this.gate.live.functionArn,
      targetOperations: [...operations],
      // With ANY, a stack left out by name could still match by another filter.
      stackFilters: { filteringCriteria: 'ALL', stackNames: { exclude } },
    });
    const targets = {
      ...(resourceTypes === undefined ? {} : { TargetNames: resourceTypes }),
      Actions: ['CREATE', 'UPDATE'],
      InvocationPoints: ['PRE_PROVISION'],
    };
    // The typed property wants `targets`, which the service refuses beside `actions`: github.com/aws/aws-cdk/issues/34591.
    hook.addPropertyOverride('TargetFilters', targets);
    // Switched on when all it needs is there, and switched off before any of that goes.
    hook.node.addDependency(this.gate, this.role);
    this.explainBreakGlass(hook, {
      TargetOperations: operations,
      FailureMode: hook.failureMode,
      Properties: { LambdaFunction: hook.lambdaFunction },
      TargetFilters: targets,
      StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: exclude } },
    });
    return hook;
  }

  private invokingRole(): Role {
    const invoke = new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [this.gate.live.functionArn],
    });
    return new Role(this, 'HookRole', {
      path: `/${NAME_PREFIX}/`,
      description: 'Lets CloudFormation ask the gate',
      // The form of `aws:SourceArn` is not documented for Lambda Hooks; a wrong one would stop every deployment.
      assumedBy: new ServicePrincipal('hooks.cloudformation.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      // Inline: a policy of its own could come after the hook, which would then ask a function it may not call.
      inlinePolicies: { invoke: new PolicyDocument({ statements: [invoke] }) },
    });
  }

  /** Commands that need no deployment, as it may be deployments that the hook stops. They replace the whole configuration. */
  private explainBreakGlass(hook: CfnLambdaHook, configuration: object): void {
    const stack = Stack.of(this);
    const set = (HookInvocationStatus: 'DISABLED' | 'ENABLED'): string => {
      const HookConfiguration = { HookInvocationStatus, ...configuration };
      const json = stack.toJsonString({ CloudFormationConfiguration: { HookConfiguration } });
      const place = `--region ${stack.region} --type-arn ${hook.attrHookArn}`;
      return `aws cloudformation set-type-configuration ${place} --configuration '${json}'`;
    };
    const { id } = hook.node;
    const off = { description: 'Break glass: CloudFormation stops asking the gate at once', value: set('DISABLED') };
    new CfnOutput(stack, `${id}Off`, off);
    new CfnOutput(stack, `${id}On`, { description: 'CloudFormation asks the gate again', value: set('ENABLED') });
  }
}
