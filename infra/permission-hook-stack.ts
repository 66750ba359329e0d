import { CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { PermissionHook, type PermissionHookProps } from './permission-hook';

export interface PermissionHookStackProps extends StackProps, Omit<PermissionHookProps, 'failureMode' | 'logKey'> {
  /** Are the audit records encrypted with a key of this stack? @default false */
  readonly encryptsLogs?: boolean;
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
  }
}
