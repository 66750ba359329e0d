/** What the ARN of a stack says of the place of a deployment; nothing for an ARN of another form. */
export interface StackArn {
  readonly region: string;
  readonly account: string;
  readonly stackName: string;
}

const STACK_ARN =
  /^arn:aws[a-z-]{0,20}:cloudformation:([a-z0-9-]{1,40}):(\d{12}):stack\/([A-Za-z][A-Za-z0-9-]{0,127})(?:\/|$)/;

export function parseStackArn(arn: string | undefined): StackArn | undefined {
  const [, region, account, stackName] = STACK_ARN.exec(arn ?? '') ?? [];
  return region === undefined || account === undefined || stackName === undefined
    ? undefined
    : { region, account, stackName };
}
