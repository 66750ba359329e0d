import type { FactKind } from '#core/facts/facts';
import type { FactReader } from './reader';
import { bucketPolicyReader } from './readers/bucket-policy';
import { encryptionReader } from './readers/encryption';
import { exportReader } from './readers/exports';
import { functionConfigurationReader } from './readers/function-configuration';
import { functionPolicyReader } from './readers/function-policy';
import { iamRoleReader } from './readers/iam-role';
import { keyReader } from './readers/key';
import { managedPolicyReader } from './readers/managed-policy';
import { organizationReader } from './readers/organization';
import { processedTemplateReader } from './readers/processed-template';
import { queuePolicyReader } from './readers/queue';
import { resourcePolicyReader } from './readers/resource-policy';
import { ssmParameterReader } from './readers/ssm-parameter';
import { topicPolicyReader } from './readers/topic';

export const factReaders: readonly FactReader[] = [
  bucketPolicyReader,
  encryptionReader,
  exportReader,
  functionConfigurationReader,
  functionPolicyReader,
  iamRoleReader,
  keyReader,
  managedPolicyReader,
  organizationReader,
  processedTemplateReader,
  queuePolicyReader,
  resourcePolicyReader,
  ssmParameterReader,
  topicPolicyReader,
];

export const readerByKind: ReadonlyMap<FactKind, FactReader> = new Map(
  factReaders.flatMap((reader) => reader.kinds.map((kind) => [kind, reader] as const)),
);

/** All that reading an account may ask for; the role of the function is granted these and no more. */
export const accountReaderActions: readonly string[] = [
  ...new Set(factReaders.flatMap(({ iamActions }) => iamActions)),
].sort();
