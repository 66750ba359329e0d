import { defineRule } from '../rule';
import { deliveryNeeds } from '../shared/deliveries';
import { topicDeliveries } from '../shared/delivery-sources';

const id = 'sns-subscription-reaches-queue';

export const snsSubscriptionReachesQueue = defineRule({
  id,
  family: 'delivery',
  catalogue: ['M-SNS-SQS'],
  title: 'SNS can deliver to the queue that subscribes to the topic',
  why: 'SNS sends as sns.amazonaws.com with the topic as aws:SourceArn. Without a queue policy that allows it the subscription is confirmed all the same, and nothing ever arrives.',
  fix: 'Add an AWS::SQS::QueuePolicy that allows sqs:SendMessage to sns.amazonaws.com with the topic as aws:SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html'],
  needs: (model) => deliveryNeeds(id, topicDeliveries(model), model),
});
