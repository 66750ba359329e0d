import { defineRule } from '../rule';
import { bucketKeyNeeds } from '../shared/bucket-encryption';

const id = 'function-encrypts-bucket';

export const functionEncryptsBucket = defineRule({
  id,
  family: 'encryption',
  catalogue: ['A-S3-KMS'],
  title: 'Function can encrypt the objects it writes',
  why: 'Writing to an SSE-KMS bucket asks kms:GenerateDataKey in the name of the caller, of the role’s policies and of the key policy.',
  fix: 'Allow kms:GenerateDataKey (and kms:Decrypt for multipart uploads) on the key in the execution role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  ],
  needs: (model) => bucketKeyNeeds({ rule: id, through: 's3:PutObject', action: 'kms:GenerateDataKey' }, model),
});
