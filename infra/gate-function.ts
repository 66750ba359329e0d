import { ArnFormat, Aws, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  CfnFunction,
  Function as LambdaFunction,
  Runtime,
  type Alias,
  type Code,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { accountReaderActions } from '#account/readers';
import { SIMULATION_ACTIONS } from '#account/simulate';
import { STACK_STATE_ACTIONS } from '#account/stack-state';
import { parseSettings } from '#settings/parse-settings';

export interface GateFunctionProps {
  /** What `npm run build` writes to `.dist/hook`: `Code.fromAsset` of it, or the same in a bucket of this region. */
  readonly code: Code;
  /**
   * A settings document by `schema/settings.schema.json`, kept in an SSM parameter; a change holds within a minute.
   * @default every setting as documented
   */
  readonly settings?: string;
  /**
   * Megabytes. Judging is bound by the processor, of which there is more with more memory: below the default it costs the same
   * and takes longer, above it reading the account, which only waits, costs more. A template of 28 KB takes 0.2 s with it.
   * @default 1024
   */
  readonly memorySize?: number;
  /** How many deployments are judged at once; what comes on top of it is not judged at all. @default as the account has it */
  readonly reservedConcurrency?: number;
  /** How long the audit records are kept. @default one year */
  readonly logRetention?: RetentionDays;
  /** Encrypts the audit records; its policy is extended so that CloudWatch Logs may use it. @default a key of AWS */
  readonly logKey?: Key;
}

/** Everything of one gate starts with this, so that policies can name it; names are generated otherwise. */
export const NAME_PREFIX = 'permission-hook';
const ADVANCED_TIER_FROM = 4096;
const MOST_BYTES = 8192;

/** The function that judges, its role, its audit log and its settings. */
export class GateFunction extends Construct {
  /** A published version behind an alias: an upload that is half done can block nobody's deployment. */
  readonly live: Alias;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: GateFunctionProps) {
    super(scope, id);
    this.logGroup = this.auditLog(props);
    const settings = this.settingsParameter(props.settings);
    const gate = new LambdaFunction(this, 'Function', {
      functionName: `${NAME_PREFIX}-${stackUuid()}`,
      description: 'Judges before a deployment whether every access in it will work',
      code: props.code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 1024,
      // The service waits 30 seconds.
      timeout: Duration.seconds(29),
      environment: { PERMISSION_HOOK_SETTINGS_PARAMETER: settings.parameterName },
      logGroup: this.logGroup,
      role: this.role(settings),
      ...(props.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    this.live = gate.addAlias('live');
    // What the gate itself will hold this function to.
    const Needs = [{ Action: 'ssm:GetParameter', Resource: settings.parameterArn }];
    if (gate.node.defaultChild instanceof CfnFunction) gate.node.defaultChild.addMetadata('PermissionHook', { Needs });
  }

  private auditLog({ logRetention, logKey }: GateFunctionProps): LogGroup {
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/${NAME_PREFIX}/${stackUuid()}`,
      retention: logRetention ?? RetentionDays.ONE_YEAR,
      // The audit trail outlives the gate.
      removalPolicy: RemovalPolicy.RETAIN,
      ...(logKey === undefined ? {} : { encryptionKey: logKey }),
    });
    if (logKey !== undefined) logGroup.node.addDependency(letLogsUse(logKey));
    return logGroup;
  }

  private settingsParameter(settings = '{}'): StringParameter {
    const parsed = parseSettings(settings, 'settings');
    if ('problems' in parsed)
      throw new Error(parsed.problems.map(({ place, message }) => `${place}: ${message}`).join('\n'));
    const bytes = Buffer.byteLength(settings);
    if (bytes > MOST_BYTES) throw new Error(`the settings have ${bytes} bytes; an SSM parameter holds ${MOST_BYTES}`);
    return new StringParameter(this, 'Settings', {
      parameterName: `/${NAME_PREFIX}/${stackUuid()}/settings`,
      simpleName: false,
      description: 'Settings of cfn-permission-hook, by schema/settings.schema.json',
      stringValue: settings,
      tier: bytes > ADVANCED_TIER_FROM ? ParameterTier.ADVANCED : ParameterTier.STANDARD,
    });
  }

  private role(settings: StringParameter): Role {
    const statements = [
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
      new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [settings.parameterArn] }),
      new PolicyStatement({
        actions: [...STACK_STATE_ACTIONS],
        // Every stack of this account and region may be the one that is judged.
        resources: [Stack.of(this).formatArn({ service: 'cloudformation', resource: 'stack', resourceName: '*' })],
      }),
      // Any role, function, bucket, … of the account may be one that a template names.
      new PolicyStatement({ actions: [...accountReaderActions, ...SIMULATION_ACTIONS], resources: ['*'] }),
    ];
    return new Role(this, 'Role', {
      path: `/${NAME_PREFIX}/`,
      description: 'What the gate may read to judge, and where it writes its audit records',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { gate: new PolicyDocument({ statements }) },
    });
  }
}

/** The last part of the stack's id: a name made of it is known by its prefix, and free again in the next stack. */
function stackUuid(): string {
  return Fn.select(2, Fn.split('/', Aws.STACK_ID));
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function letLogsUse(key: Key): Key {
  const stack = Stack.of(key);
  const groups = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/${NAME_PREFIX}/*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      // In a key policy, the key itself.
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
    }),
  );
  return key;
}
