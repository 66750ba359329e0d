import { defineFaultRule } from '../rule';
import { deliveriesToAwsKeys } from '../shared/deliveries';
import { alarmDeliveries, bucketDeliveries, ruleDeliveries, topicDeliveries } from '../shared/delivery-sources';

const id = 'aws-managed-key-stops-delivery';

export const awsManagedKeyStopsDelivery = defineFaultRule({
  id,
  family: 'encryption',
  catalogue: ['M-S3-SQS-CMK', 'M-SNS-SQS-CMK', 'M-EB-SQS-CMK', 'M-EB-SNS'],
  title: 'A service cannot deliver to what is encrypted with an AWS managed key',
  why: 'The key policies of alias/aws/sqs and alias/aws/sns cannot be edited and let no other service encrypt, so that S3, SNS, EventBridge and CloudWatch can never deliver.',
  fix: 'Encrypt with a customer managed key whose policy allows the service kms:GenerateDataKey and kms:Decrypt, or with SqsManagedSseEnabled.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  ],
  faults: (model) =>
    [bucketDeliveries, topicDeliveries, ruleDeliveries, alarmDeliveries].flatMap((deliveries) =>
      deliveriesToAwsKeys(id, deliveries(model), model),
    ),
});
