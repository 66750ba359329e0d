import { defineRule } from '../rule';
import { objectNeeds } from '../shared/bucket-access';

const id = 'function-reads-bucket';

export const functionReadsBucket = defineRule({
  id,
  family: 'storage',
  catalogue: ['A-S3-READ', 'A-S3-DENY', 'A-S3-XACCT'],
  title: 'Function can read objects of the bucket',
  why: 's3:GetObject is asked of the object, so a grant on the ARN of the bucket itself never has an effect; and the bucket policy may deny what the role allows.',
  fix: 'Allow s3:GetObject on `<bucket ARN>/*`.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
  ],
  needs: (model) => objectNeeds(id, 's3:GetObject', model),
});
