import { keyNamed } from '#core/model/buckets-and-keys';
import type { Bucket, StackModel } from '#core/model/stack-model';
import { hole, showText, textOf, type Text } from '#core/value/text';
import { textOfValue } from '#core/value/value';
import type { Need, ResourceRef } from '../need';
import { anyObjectOf, bucketUses, type BucketUse } from './bucket-access';
import { collectNeeds } from './collected-needs';
import { resourceRef, roleNeed } from './role-needs';

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
export function bucketKeyNeeds({ rule, through, action }: KeyUse, model: StackModel): readonly Need[] {
  return collectNeeds(
    bucketUses(through, model).flatMap((use) => {
      const { bucket } = use.meant;
      if (bucket?.encryption.kind !== 'key') return [];
      const name = textOfValue(bucket.encryption.key);
      if (name === undefined) return [];
      const resource = keyRef(name, model);
      const message = `objects of \`${bucket.resource.logicalId}\` are encrypted with ${keyWords(resource)}`;
      return [
        roleNeed({
          rule,
          function: use.function,
          by: 'function-code',
          action,
          resource,
          context: s3Context(use, bucket, model),
          evidence: [use.evidence, { kind: use.evidence.kind, message, origin: bucket.encryption.key.origin }],
        }),
      ];
    }),
  );
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
function s3Context(use: BucketUse, bucket: Bucket, model: StackModel): ReadonlyMap<string, Text> {
  const bucketKey = bucket.encryption.kind === 'key' ? bucket.encryption.bucketKey : false;
  const object = bucketKey === true ? bucket.arn : anyObjectOf(use.meant);
  const context =
    typeof bucketKey === 'boolean'
      ? object
      : textOf(hole(`encryption context of ${bucket.resource.logicalId}`, bucketKey));
  return new Map([
    ['kms:viaservice', textOf('s3.', model.place.region, '.amazonaws.com')],
    ['kms:encryptioncontext:aws:s3:arn', context],
    ['kms:encryptioncontextkeys', textOf('aws:s3:arn')],
    ['kms:calleraccount', model.place.account],
  ]);
}
