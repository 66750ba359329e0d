import type { Fact } from '#core/facts/facts';
import { lazyService, orAbsent, type AccountSession } from '../account-session';
import { arnParts, type ArnParts } from '../arn-parts';
import { ABSENT, found, unreadable, type FactReader } from '../reader';
import { QUEUE_ACTIONS, queueAttributes } from './queue-attributes';
import { TOPIC_ACTIONS, topicAttributes } from './topic-attributes';

const s3 = lazyService(() => import('../clients/s3'));
const secretsManager = lazyService(() => import('../clients/secrets-manager'));
const dynamoDb = lazyService(() => import('../clients/dynamodb'));
const kinesis = lazyService(() => import('../clients/kinesis'));

/**
 * How something is encrypted: `key` as the service names it (an id, an ARN, an alias), or null where it names none, because
 * the service owns the key or encrypts nothing. `bucketKey` tells which encryption context S3 sends.
 */
interface EncryptionRead {
  readonly key: string | null;
  readonly bucketKey?: boolean;
}

interface Named {
  readonly arn: string;
  readonly parts: ArnParts;
}

/** Nothing: there is no such thing. */
type ReadEncryption = (named: Named, session: AccountSession) => Promise<EncryptionRead | undefined>;

const ofBucket: ReadEncryption = async ({ parts }, { call, place }) => {
  const { client, GetBucketEncryptionCommand } = await s3(place.region);
  const request = new GetBucketEncryptionCommand({ Bucket: parts.resource });
  const answer = await orAbsent(call('s3:GetEncryptionConfiguration', (options) => client.send(request, options)));
  if (answer === undefined) return undefined;
  const [rule] = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
  const key = rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? null;
  return { key, bucketKey: rule?.BucketKeyEnabled === true };
};

const ofQueue: ReadEncryption = async ({ parts }, session) => {
  const attributes = await queueAttributes(parts, session);
  return attributes === undefined ? undefined : named(attributes.KmsMasterKeyId);
};

const ofTopic: ReadEncryption = async ({ arn }, session) => {
  const attributes = await topicAttributes(arn, session);
  return attributes === undefined ? undefined : named(attributes['KmsMasterKeyId']);
};

const ofSecret: ReadEncryption = async ({ arn: SecretId, parts }, { call }) => {
  const { client, DescribeSecretCommand } = await secretsManager(parts.region);
  const request = new DescribeSecretCommand({ SecretId });
  const answer = await orAbsent(call('secretsmanager:DescribeSecret', (options) => client.send(request, options)));
  return answer === undefined ? undefined : named(answer.KmsKeyId);
};

const ofTable: ReadEncryption = async ({ parts }, { call }) => {
  const { client, DescribeTableCommand } = await dynamoDb(parts.region);
  const request = new DescribeTableCommand({ TableName: parts.resource.slice('table/'.length) });
  const answer = await orAbsent(call('dynamodb:DescribeTable', (options) => client.send(request, options)));
  return answer === undefined ? undefined : named(answer.Table?.SSEDescription?.KMSMasterKeyArn);
};

const ofStream: ReadEncryption = async ({ arn: StreamARN, parts }, { call }) => {
  const { client, DescribeStreamSummaryCommand } = await kinesis(parts.region);
  const request = new DescribeStreamSummaryCommand({ StreamARN });
  const answer = await orAbsent(call('kinesis:DescribeStreamSummary', (options) => client.send(request, options)));
  const summary = answer?.StreamDescriptionSummary;
  return summary === undefined ? undefined : named(summary.EncryptionType === 'KMS' ? summary.KeyId : undefined);
};

function named(key: string | undefined): EncryptionRead {
  return { key: key === undefined || key === '' ? null : key };
}

const BY_SERVICE: ReadonlyMap<string, ReadEncryption> = new Map([
  ['s3', ofBucket],
  ['sqs', ofQueue],
  ['sns', ofTopic],
  ['secretsmanager', ofSecret],
  ['dynamodb', ofTable],
  ['kinesis', ofStream],
]);

/** The keys of buckets, queues, topics, secrets, tables and streams. */
export const encryptionReader: FactReader = {
  kinds: ['encryption'],
  iamActions: [
    's3:GetEncryptionConfiguration',
    ...QUEUE_ACTIONS,
    ...TOPIC_ACTIONS,
    'secretsmanager:DescribeSecret',
    'dynamodb:DescribeTable',
    'kinesis:DescribeStreamSummary',
  ],
  read: async (arn, session): Promise<Fact> => {
    const parts = arnParts(arn);
    const read = BY_SERVICE.get(parts?.service ?? '');
    if (parts === undefined || read === undefined) return unreadable('keys of such resources are not read');
    const isElsewhere = parts.account !== session.place.account && parts.service !== 's3';
    if (isElsewhere) return unreadable(`it belongs to account ${parts.account}`);
    const encryption = await read({ arn, parts }, session);
    return encryption === undefined ? ABSENT : found(encryption);
  },
};
