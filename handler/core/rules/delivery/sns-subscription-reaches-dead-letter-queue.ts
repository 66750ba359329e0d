import { defineRule } from '../rule';
import { deliveryNeeds } from '../shared/deliveries';
import { topicDeadLetters } from '../shared/delivery-sources';

const id = 'sns-subscription-reaches-dead-letter-queue';

export const snsSubscriptionReachesDeadLetterQueue = defineRule({
  id,
  family: 'delivery',
  catalogue: ['M-SNS-DLQ'],
  title: 'SNS can keep what it cannot deliver',
  why: 'SNS writes to the dead-letter queue of a subscription as sns.amazonaws.com; without a queue policy that allows it, what cannot be delivered is lost. SAM makes no such policy.',
  fix: 'Add an AWS::SQS::QueuePolicy that allows sqs:SendMessage on the dead-letter queue to sns.amazonaws.com with the topic as aws:SourceArn.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html'],
  needs: (model) => deliveryNeeds(id, topicDeadLetters(model), model),
});
