import { defineRule } from '../rule';
import { bucketKeyNeeds } from '../shared/bucket-encryption';

const id = 'function-decrypts-bucket';

export const functionDecryptsBucket = defineRule({
  id,
  family: 'encryption',
  catalogue: ['A-S3-KMS'],
  title: 'Function can decrypt the objects it reads',
  why: 'Reading an SSE-KMS object asks kms:Decrypt in the name of the caller: the key policy must let the role, or the account and then the role’s own policies, use the key.',
  fix: 'Allow kms:Decrypt on the key in the execution role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  ],
  needs: (model) => bucketKeyNeeds({ rule: id, through: 's3:GetObject', action: 'kms:Decrypt' }, model),
});
