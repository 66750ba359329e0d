import { defineRule } from '../rule';
import { objectNeeds } from '../shared/bucket-access';

const id = 'function-writes-bucket';

export const functionWritesBucket = defineRule({
  id,
  family: 'storage',
  catalogue: ['A-S3-WRITE', 'A-S3-DENY', 'A-S3-XACCT'],
  title: 'Function can write objects to the bucket',
  why: 's3:PutObject is asked of the object, so a grant on the ARN of the bucket itself never has an effect; and the bucket policy may deny what the role allows.',
  fix: 'Allow s3:PutObject on `<bucket ARN>/*`.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html',
  ],
  needs: (model) => objectNeeds(id, 's3:PutObject', model),
});
