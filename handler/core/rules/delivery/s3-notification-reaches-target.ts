import { defineRule } from '../rule';
import { deliveryNeeds } from '../shared/deliveries';
import { bucketDeliveries } from '../shared/delivery-sources';

const id = 's3-notification-reaches-target';

export const s3NotificationReachesTarget = defineRule({
  id,
  family: 'delivery',
  catalogue: ['M-S3-SQS'],
  title: 'S3 can deliver to the queue or topic it notifies',
  why: 'S3 hands over as s3.amazonaws.com with the bucket as aws:SourceArn, and tries it when the notification is made; only the policy of the queue or topic can allow that.',
  fix: 'Let the policy of the queue or topic allow s3.amazonaws.com to send with the bucket as aws:SourceArn, and let the bucket depend on that policy.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html'],
  needs: (model) => deliveryNeeds(id, bucketDeliveries(model), model),
});
