import { defineRule } from '../rule';
import { deliveryKeyNeeds } from '../shared/deliveries';
import { ruleDeadLetters, topicDeadLetters } from '../shared/delivery-sources';

const id = 'key-allows-dead-letters';

export const keyAllowsDeadLetters = defineRule({
  id,
  family: 'encryption',
  catalogue: ['M-SNS-DLQ', 'M-EB-SQS-CMK'],
  title: 'The key of an encrypted dead-letter queue lets the service write to it',
  why: 'SNS and EventBridge encrypt what they could not deliver as themselves; if no statement of the key policy names the service, it is lost.',
  fix: 'Let the key policy allow kms:GenerateDataKey and kms:Decrypt to the service.',
  breaks: 'run',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html',
  ],
  needs: (model) =>
    [topicDeadLetters, ruleDeadLetters].flatMap((deliveries) => deliveryKeyNeeds(id, deliveries(model), model)),
});
