import { CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { PermissionHookAudit } from './audit/permission-hook-audit';
import { PermissionHook, type PermissionHookProps } from './permission-hook';

export interface PermissionHookStackProps extends StackProps, Omit<PermissionHookProps, 'failureMode' | 'logKey'> {
  /** Are the audit records encrypted with a key of this stack? @default false */
  readonly encryptsLogs?: boolean;
  /** ARN of the topic that alarms are sent to. @default they are only seen in the console */
  readonly alarmTopic?: string;
}

/** The gate in one account and region; its failure mode is a parameter, so that a release of the gate does not change it. */
export class PermissionHookStack extends Stack {
  readonly permissionHook: PermissionHook;

  constructor(scope: Construct, id: string, props: PermissionHookStackProps) {
    super(scope, id, props);
    const failureMode = new CfnParameter(this, 'FailureMode', {
      description: 'WARN lets every deployment through and says what is wrong; FAIL refuses it',
      allowedValues: ['WARN', 'FAIL'],
      default: 'WARN',
    });
    const logKey = props.encryptsLogs === true ? new Key(this, 'LogKey', { enableKeyRotation: true }) : undefined;
    this.permissionHook = new PermissionHook(this, 'PermissionHook', {
      ...props,
      failureMode: failureMode.valueAsString,
      ...(logKey === undefined ? {} : { logKey }),
    });
    const { alarmTopic } = props;
    new PermissionHookAudit(this, 'Audit', {
      gate: this.permissionHook.gate,
      ...(alarmTopic === undefined
        ? {}
        : { alarmAction: new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', alarmTopic)) }),
    });
  }
}
