import { defineRule } from '../rule';
import { deliveryKeyNeeds } from '../shared/deliveries';
import { alarmDeliveries, ruleDeliveries, topicDeliveries } from '../shared/delivery-sources';

const id = 'key-allows-delivery';

export const keyAllowsDelivery = defineRule({
  id,
  family: 'encryption',
  catalogue: ['M-SNS-SQS-CMK', 'M-EB-SQS-CMK', 'M-EB-SNS'],
  title: 'The key of an encrypted queue or topic lets the service deliver',
  why: 'SNS, EventBridge and CloudWatch encrypt what they hand over as themselves. A service has no policies of its own, so only a statement of the key policy that names it can allow that; one for the account does not.',
  fix: 'Let the key policy allow kms:GenerateDataKey and kms:Decrypt to the service.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html',
  ],
  needs: (model) =>
    [topicDeliveries, ruleDeliveries, alarmDeliveries].flatMap((deliveries) =>
      deliveryKeyNeeds(id, deliveries(model), model),
    ),
});
