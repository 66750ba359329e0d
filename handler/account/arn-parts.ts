/** A literal ARN, cut at its first five colons. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  /** Empty for global resources. */
  readonly region: string;
  /** Empty for buckets and what AWS owns. */
  readonly account: string;
  readonly resource: string;
}

const ARN = /^arn:([a-z-]+):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(.+)$/u;

export function arnParts(arn: string): ArnParts | undefined {
  const [, partition, service, region, account, resource] = ARN.exec(arn) ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return undefined;
  return { partition, service, region: region ?? '', account: account ?? '', resource };
}
