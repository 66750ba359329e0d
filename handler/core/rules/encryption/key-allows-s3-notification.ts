import { defineRule } from '../rule';
import { deliveryKeyNeeds } from '../shared/deliveries';
import { bucketDeliveries } from '../shared/delivery-sources';

const id = 'key-allows-s3-notification';

export const keyAllowsS3Notification = defineRule({
  id,
  family: 'encryption',
  catalogue: ['M-S3-SQS-CMK'],
  title: 'The key of a notified queue or topic lets S3 deliver',
  why: 'S3 encrypts what it hands over as s3.amazonaws.com, and tries it when the notification is made; only a statement of the key policy that names the service can allow that.',
  fix: 'Let the key policy allow kms:GenerateDataKey and kms:Decrypt to s3.amazonaws.com.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html'],
  needs: (model) => deliveryKeyNeeds(id, bucketDeliveries(model), model),
});
