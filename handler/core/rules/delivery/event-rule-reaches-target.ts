import { defineRule } from '../rule';
import { deliveryNeeds } from '../shared/deliveries';
import { ruleDeliveries } from '../shared/delivery-sources';

const id = 'event-rule-reaches-target';

export const eventRuleReachesTarget = defineRule({
  id,
  family: 'delivery',
  catalogue: ['M-EB-SQS', 'M-EB-SNS'],
  title: 'EventBridge can deliver to the queue or topic that a rule targets',
  why: 'A target without a role is reached as events.amazonaws.com with the rule as aws:SourceArn; only the policy of the queue or topic can allow that. What fails shows in a metric alone.',
  fix: 'Let the policy of the queue (sqs:SendMessage) or topic (sns:Publish) allow events.amazonaws.com with the ARN of the rule as aws:SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html'],
  needs: (model) => deliveryNeeds(id, ruleDeliveries(model), model),
});
