import { keyNamed } from '#core/model/buckets-and-keys';
import type { Bucket, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { hole, showText, textOf, type Text } from '#core/value/text';
import { textOfValue } from '#core/value/value';
import type { Need, ResourceRef } from '../need';
import { anyObjectOf, bucketUses, type BucketUse } from './bucket-access';
import { collectNeeds } from './collected-needs';
import { resourceRef, roleNeed } from './role-needs';
import { needOfKey, throughService } from './used-keys';

interface KeyUse {
  readonly rule: string;
  /** The S3 action that leads to the use of the key. */
  readonly through: string;
  readonly action: string;
}

/**
 * What a bucket's customer key must allow to whoever reads or writes its objects: S3 asks KMS in the caller's name.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function bucketKeyNeeds(keyUse: KeyUse, model: StackModel): readonly Need[] {
  return collectNeeds(
    bucketUses(keyUse.through, model).flatMap((use) => {
      const encrypted = use.meant.bucket === undefined ? outside(use, model) : ofStack(use.meant.bucket, model);
      return encrypted === undefined ? [] : [keyNeed(keyUse, use, encrypted)];
    }),
  );
}

/** What S3 asks KMS for in the name of whoever uses the objects of a bucket. */
interface EncryptedBucket {
  readonly key: Pick<Need, 'resource' | 'mayBeGranted'>;
  readonly context: (use: BucketUse) => ReadonlyMap<string, Text>;
  readonly message: string;
  readonly origin: Origin;
  readonly isOfStack: boolean;
}

function keyNeed({ rule, through, action }: KeyUse, use: BucketUse, encrypted: EncryptedBucket): Need {
  const { key, context, message, origin, isOfStack } = encrypted;
  const { resource, ...doubt } = key;
  const need = roleNeed({
    rule,
    function: use.function,
    by: 'function-code',
    action,
    resource,
    context: context(use),
    evidence: [use.evidence, { kind: use.evidence.kind, message, origin }],
  });
  // Objects from before a bucket got its key, or under another, are read without it.
  return { ...need, ...doubt, atMost: !isOfStack && through === 's3:GetObject' ? 'warn' : undefined };
}

function ofStack(bucket: Bucket, model: StackModel): EncryptedBucket | undefined {
  const { encryption, arn, resource: own } = bucket;
  const name = encryption.kind === 'key' ? textOfValue(encryption.key) : undefined;
  if (encryption.kind !== 'key' || name === undefined) return undefined;
  const resource = keyRef(name, model);
  const { bucketKey } = encryption;
  const unknown = typeof bucketKey === 'boolean' ? undefined : bucketKey;
  const context = (use: BucketUse): Text => {
    if (unknown !== undefined) return textOf(hole(`encryption context of ${own.logicalId}`, unknown));
    return bucketKey === true ? arn : anyObjectOf(use.meant);
  };
  return {
    key: { resource },
    context: (use) => s3Context(context(use), throughService('s3', undefined, model)),
    message: `objects of \`${own.logicalId}\` are encrypted with ${keyWords(resource)}`,
    origin: encryption.key.origin,
    isOfStack: true,
  };
}

/** A bucket that is not of the stack, as far as the account told of it. */
function outside({ meant }: BucketUse, model: StackModel): EncryptedBucket | undefined {
  const encryption = model.encryption.outside(meant.arn);
  if (encryption === undefined || encryption.key.isAwsManaged) return undefined;
  const { key, bucketKey, origin } = encryption;
  return {
    key: needOfKey(key, model),
    context: () => s3Context(bucketKey ? meant.arn : anyObjectOf(meant), throughService('s3', key.arn, model)),
    message: `objects of \`${showText(meant.arn)}\` are encrypted with key \`${key.name}\``,
    origin,
    isOfStack: false,
  };
}

function keyWords(key: ResourceRef): string {
  return `key \`${key.logicalId ?? showText(key.arn)}\``;
}

/** A key of the stack, or the ARN that a name, id or alias outside of it stands for. */
function keyRef(name: Text, model: StackModel): ResourceRef {
  const own = keyNamed(name, model.lookup);
  if (own?.arn !== undefined) return resourceRef(own.arn, model, own.logicalId);
  const shown = showText(name);
  if (shown.startsWith('arn:') && !shown.includes(':alias/')) return resourceRef(name, model);
  const { partition, region, account } = model.place;
  const id =
    shown.includes('alias/') || shown.startsWith('${')
      ? textOf(
          hole(`key id of ${shown.replaceAll(/[${}]/g, '')}`, {
            kind: 'account-state-not-read',
            fact: `key \`${shown}\``,
          }),
        )
      : name;
  return { arn: textOf('arn:', partition, ':kms:', region, ':', account, ':key/', id), account, logicalId: undefined };
}

/** AWS: with a bucket key the encryption context is the bucket's ARN, without one the object's. */
function s3Context(context: Text, through: ReadonlyMap<string, Text>): ReadonlyMap<string, Text> {
  return new Map([
    ...through,
    ['kms:encryptioncontext:aws:s3:arn', context],
    ['kms:encryptioncontextkeys', textOf('aws:s3:arn')],
  ]);
}
