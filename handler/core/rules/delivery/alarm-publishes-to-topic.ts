import { defineRule } from '../rule';
import { deliveryNeeds } from '../shared/deliveries';
import { alarmDeliveries } from '../shared/delivery-sources';

const id = 'alarm-publishes-to-topic';

export const alarmPublishesToTopic = defineRule({
  id,
  family: 'delivery',
  catalogue: ['M-EB-SNS'],
  title: 'CloudWatch can publish the alarm to the topic',
  why: 'The policy a topic is born with lets the alarms of the account publish. A policy of the template takes its place, and must then allow cloudwatch.amazonaws.com itself.',
  fix: 'Let the topic policy allow sns:Publish to cloudwatch.amazonaws.com with the ARN of the alarm as aws:SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html'],
  needs: (model) =>
    deliveryNeeds(id, alarmDeliveries(model), model)
      .filter(({ resource: { logicalId } }) => logicalId === undefined || model.resourcePolicies.has(logicalId))
      .map((need) => ({ ...need, context: new Map([['aws:sourceowner', model.place.account]]) })),
});
