import { defineRule } from '../rule';
import { BUCKET } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-uses-bucket';

export const functionUsesBucket = defineRule({
  id,
  family: 'data',
  catalogue: ['A-S3-DELETE', 'A-S3-COPY'],
  title: 'Function can use the bucket',
  why: 's3:DeleteObject is asked of the object, also for deletes of many at once; and code that is handed the name of a bucket must be allowed something on it or its objects.',
  fix: 'Allow what the code calls: object actions on `<bucket ARN>/*`, bucket actions on the ARN of the bucket.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html'],
  needs: (model) => dataNeeds(id, BUCKET, model),
});
