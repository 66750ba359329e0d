import type { BootstraplessSynthesizer, CliCredentialsStackSynthesizer, IStackSynthesizer } from 'aws-cdk-lib';

/** A synthesizer as the properties of a stack want it. */
export function synthesizer(one: BootstraplessSynthesizer | CliCredentialsStackSynthesizer): IStackSynthesizer {
  // @ts-expect-error -- the CDK's classes say `undefined` where its interface says optional, which is not the same here
  return one;
}
