import { Aws, BootstraplessSynthesizer, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { NAME_PREFIX } from '../gate-function';
import { synthesizer } from './synthesizer';

export interface CodeStackProps {
  readonly organization: string;
  readonly region: string;
}

/** Computed, not generated: what is published into it is named before it is there. */
export function codeBucketName(account: string, region: string): string {
  return `${NAME_PREFIX}-code-${account}-${region}`;
}

/** The bucket from which the accounts of an organisation take the bundle: Lambda reads code only in its own region. */
export class CodeStack extends Stack {
  constructor(scope: Construct, id: string, { organization, region }: CodeStackProps) {
    super(scope, id, {
      env: { region },
      stackName: `${NAME_PREFIX}-code`,
      description: 'The bundle of cfn-permission-hook, readable by the organisation',
      // Nothing to upload yet, so nothing to bootstrap.
      synthesizer: synthesizer(new BootstraplessSynthesizer()),
    });
    const bucket = new Bucket(this, 'Code', {
      bucketName: codeBucketName(Aws.ACCOUNT_ID, region),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      // Accounts that join later still take their bundle from here.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject'],
        // Bundles only: templates of this account lie beside them.
        resources: [bucket.arnForObjects('*.zip')],
        conditions: { StringEquals: { 'aws:PrincipalOrgID': organization } },
      }),
    );
  }
}
