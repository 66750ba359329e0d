import { Aws, CfnOutput, CfnStackSet, CliCredentialsStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnSink } from 'aws-cdk-lib/aws-oam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { queryText, SAVED_QUERIES } from '../audit/audit-queries';
import { NAME_PREFIX } from '../gate-function';
import { BREAK_GLASS, BREAK_GLASS_TEMPLATE } from './break-glass';
import { codeBucketName } from './code-stack';
import { memberTemplate, type MemberParameters, type MemberTemplateProps } from './member-template';
import { OrganizationDashboard } from './organization-dashboard';
import type { RolloutPlan, RolloutUnit } from './rollout-plan';
import { synthesizer } from './synthesizer';

export interface RolloutStackProps extends Omit<MemberTemplateProps, 'codeKey'> {
  readonly plan: RolloutPlan;
  readonly region: string;
  /** The folder of the bundle. */
  readonly bundle: string;
}

/**
 * Brings the gate into the units of an organisation, from a delegated administrator, and shows what it does there. One stack a
 * region: bundle and sink are of a region, and what is set for single regions of a StackSet does not reach accounts that join later.
 */
export class RolloutStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: RolloutStackProps,
  ) {
    super(scope, id, {
      env: { region: props.region },
      stackName: `${NAME_PREFIX}-rollout`,
      description: 'Rolls cfn-permission-hook out over an organisation',
      // Into the bucket of the stack before, which every account may read.
      synthesizer: synthesizer(
        new CliCredentialsStackSynthesizer({
          fileAssetsBucketName: codeBucketName('${AWS::AccountId}', props.region),
        }),
      ),
    });
    const { plan, region, bundle, ...member } = props;
    const codeKey = new Asset(this, 'Bundle', { path: bundle }).s3ObjectKey;
    const template = memberTemplate({ ...member, codeKey });
    const shared = {
      CodeBucket: codeBucketName(Aws.ACCOUNT_ID, region),
      MonitoringAccount: Aws.ACCOUNT_ID,
      Sink: plan.sinks.get(region) ?? this.sink(plan.organization).attrArn,
    };
    for (const unit of plan.units) this.gateSet(unit, template, shared);
    if (plan.regions[0] === region) this.breakGlass();
    new OrganizationDashboard(this, 'Organization');
    // AWS: a saved query cannot say that it goes over all accounts; one that is sent can.
    const text = queryText([`SOURCE logGroups(namePrefix: ['/${NAME_PREFIX}/'])`, ...WHO_WAS_BLOCKED]);
    new CfnOutput(this, 'WhoWasBlocked', {
      description:
        'Query for `aws logs start-query --query-string`, over the accounts of the organisation in this region',
      value: text,
    });
  }

  private sink(organization: string): CfnSink {
    const resourceTypes = ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup'];
    return new CfnSink(this, 'Sink', {
      name: NAME_PREFIX,
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: ['oam:CreateLink', 'oam:UpdateLink'],
            // In the policy of a sink, the sink itself.
            Resource: '*',
            Condition: {
              StringEquals: { 'aws:PrincipalOrgID': organization },
              'ForAllValues:StringEquals': { 'oam:ResourceTypes': resourceTypes },
            },
          },
        ],
      },
    });
  }

  private breakGlass(): void {
    const unit = {
      name: BREAK_GLASS,
      organizationalUnits: this.props.plan.units.flatMap((each) => each.organizationalUnits),
    };
    const parameters = { MonitoringAccount: Aws.ACCOUNT_ID };
    this.stackSet(unit, BREAK_GLASS_TEMPLATE, parameters).capabilities = ['CAPABILITY_NAMED_IAM'];
  }

  private gateSet(unit: RolloutUnit, templateBody: string, shared: Omit<MemberParameters, 'FailureMode'>): void {
    this.stackSet({ ...unit, name: `${NAME_PREFIX}-${unit.name}` }, templateBody, {
      ...shared,
      FailureMode: unit.failureMode,
    });
  }

  private stackSet(
    { name, organizationalUnits }: Omit<RolloutUnit, 'failureMode'>,
    templateBody: string,
    parameters: Readonly<Record<string, string>>,
  ): CfnStackSet {
    const { plan, region } = this.props;
    return new CfnStackSet(this, `StackSet-${name}`, {
      stackSetName: name,
      description: `Of cfn-permission-hook: ${name}`,
      permissionModel: 'SERVICE_MANAGED',
      callAs: 'DELEGATED_ADMIN',
      capabilities: ['CAPABILITY_IAM'],
      templateBody,
      parameters: Object.entries(parameters).map(([parameterKey, parameterValue]) => ({
        parameterKey,
        parameterValue,
      })),
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      managedExecution: { Active: true },
      operationPreferences: {
        maxConcurrentPercentage: plan.maxConcurrentPercentage,
        failureTolerancePercentage: plan.failureTolerancePercentage,
      },
      stackInstancesGroup: [
        { deploymentTargets: { organizationalUnitIds: [...organizationalUnits] }, regions: [region] },
      ],
    });
  }
}

const WHO_WAS_BLOCKED = SAVED_QUERIES['who-was-blocked-and-why'] ?? [];
