import { defineRule } from '../rule';
import { bucketNeedsOf } from '../shared/bucket-access';

const id = 'function-lists-bucket';

export const functionListsBucket = defineRule({
  id,
  family: 'storage',
  catalogue: ['A-S3-LIST', 'A-S3-DENY', 'A-S3-XACCT'],
  title: 'Function can list the bucket',
  why: 's3:ListBucket is asked of the bucket, so a grant on its objects (`/*`) never has an effect; a condition on s3:prefix holds only for lists that ask for such a prefix.',
  fix: 'Allow s3:ListBucket on the ARN of the bucket, without `/*`.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
  ],
  needs: (model) => bucketNeedsOf(id, 's3:ListBucket', model),
});
