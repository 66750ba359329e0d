/** Why a connection has no rule of its own. */
export interface WithoutRule {
  /** True where every rule looks at it, so that none is needed for it alone. */
  readonly isJudged: boolean;
  readonly reason: string;
}

const BY_DEPLOYER = 'is done with the credentials of whoever deploys, which a template does not show';

function everywhere(reason: string): WithoutRule {
  return { isJudged: true, reason };
}

function notJudged(reason: string): WithoutRule {
  return { isJudged: false, reason };
}

/** Rows of the catalogue that no rule names. */
export const rowsWithoutRule: ReadonlyMap<string, WithoutRule> = new Map([
  ['F-PASSROLE', notJudged(BY_DEPLOYER)],
  ['F-VPC-DEPLOYER', notJudged(BY_DEPLOYER)],
  ['F-CODE-S3', notJudged(`${BY_DEPLOYER}; the execution role has no part in it`)],
  ['F-LAYER', notJudged(`${BY_DEPLOYER}, and is allowed by a policy of the layer's account`)],
  ['F-CODESIGN', notJudged(BY_DEPLOYER)],
  ['F-SNAPSTART', everywhere('snapshots are of versions: every caller is held to the version or alias it names')],
  ['F-BOUNDARY', everywhere('every access of a role is decided with its permissions boundary')],
  ['L-IOTEVENTS', notJudged('AWS ended IoT Events on 20 May 2026: no template can make a detector model any more')],
  [
    'A-SSM-KMS',
    notJudged('CloudFormation cannot make a SecureString, so that a template shows neither the parameter nor its key'),
  ],
]);
