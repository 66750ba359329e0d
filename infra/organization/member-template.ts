import { App, BootstraplessSynthesizer, CfnCondition, CfnParameter, Fn, Aws, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { CfnLink } from 'aws-cdk-lib/aws-oam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermissionHook, type PermissionHookProps } from '../permission-hook';
import { synthesizer } from './synthesizer';

export interface MemberTemplateProps extends Omit<PermissionHookProps, 'code' | 'failureMode' | 'logKey'> {
  /** Of the bundle in the bucket that parameter `CodeBucket` names; here, as a new bundle must make a new version. */
  readonly codeKey: string;
}

/** What differs from unit to unit and region to region; as parameters of the StackSet they hold for accounts that join later, too. */
export type MemberParameters = Readonly<Record<'FailureMode' | 'CodeBucket' | 'MonitoringAccount' | 'Sink', string>>;

/**
 * The template of one account and region of an organisation: the gate, and the link that shows its records to the monitoring
 * account. No macros, nested stacks or assets, which a service-managed StackSet does not take.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
 */
export function memberTemplate({ codeKey, excludedStacks = [], ...props }: MemberTemplateProps): string {
  // An app of its own: what it writes is of no use to whoever deploys the other.
  const outdir = mkdtempSync(join(tmpdir(), 'member-'));
  const app = new App({ analyticsReporting: false, autoSynth: false, outdir });
  const stack = new Stack(app, 'Member', { synthesizer: synthesizer(new BootstraplessSynthesizer()) });
  const parameter = (name: keyof MemberParameters, description: string) =>
    new CfnParameter(stack, name, { description }).valueAsString;
  const bucket = parameter('CodeBucket', 'Bucket of this region that holds the bundle');
  new PermissionHook(stack, 'PermissionHook', {
    ...props,
    code: Code.fromBucketV2(Bucket.fromBucketName(stack, 'Code', bucket), codeKey),
    failureMode: parameter('FailureMode', 'WARN or FAIL'),
    excludedStacks: ['StackSet-permission-hook-*', ...excludedStacks],
  });
  const monitoring = parameter('MonitoringAccount', 'Account that sees the audit records');
  const link = new CfnLink(stack, 'Link', {
    sinkIdentifier: parameter('Sink', 'Sink of that account in this region'),
    labelTemplate: '$AccountName',
    resourceTypes: ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup'],
    linkConfiguration: {
      metricConfiguration: { filter: "Namespace IN ('PermissionHook', 'AWS/Lambda')" },
      logGroupConfiguration: { filter: "LogGroupName LIKE '/permission-hook/%'" },
    },
  });
  // AWS: an account cannot be linked to itself.
  link.cfnOptions.condition = new CfnCondition(stack, 'IsSeenFromElsewhere', {
    expression: Fn.conditionNot(Fn.conditionEquals(Aws.ACCOUNT_ID, monitoring)),
  });
  const template: unknown = app.synth().getStackByName(stack.stackName).template;
  rmSync(outdir, { recursive: true });
  return JSON.stringify(template);
}
