import { at, itemsOf } from '#core/value/value';
import { defineRule } from '../rule';
import { KEY_USE, keyNeeds, type Encrypted } from '../shared/key-uses';

const id = 'bucket-user-uses-key';

const ENCRYPTED: Encrypted = {
  rule: id,
  types: ['AWS::S3::Bucket'],
  key: (properties) =>
    at(
      itemsOf(at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration'))[0],
      'ServerSideEncryptionByDefault',
      'KMSMasterKeyID',
    ),
  uses: { 's3:GetObject': KEY_USE.DECRYPT, 's3:PutObject': KEY_USE.ENCRYPT },
  onlyOtherRoles: true,
  isDoubtfulOutside: true,
};

export const bucketUserUsesKey = defineRule({
  id,
  family: 'encryption',
  catalogue: ['A-S3-KMS'],
  title: 'Who uses an encrypted bucket can use its key',
  why: 'S3 encrypts and decrypts in the name of whoever calls it: a role that another service than Lambda uses needs the key as much as a function does.',
  fix: 'Allow kms:Decrypt to readers and kms:GenerateDataKey to writers on the key, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html'],
  needs: (model) => keyNeeds(ENCRYPTED, model),
});
