import { defineRule } from '../rule';
import { TOPIC } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-publishes-to-topic';

export const functionPublishesToTopic = defineRule({
  id,
  family: 'data',
  catalogue: ['A-SNS-PUB'],
  title: 'Function can publish to the topic',
  why: 'sns:Publish is asked of the ARN of the topic; SAM’s SNSPublishMessagePolicy wants the name of the topic, and makes an ARN in an ARN of `!Ref Topic`.',
  fix: 'Allow sns:Publish on the ARN of the topic (`!Ref Topic`); give SAM’s policy template `!GetAtt Topic.TopicName`.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html',
  ],
  needs: (model) => dataNeeds(id, TOPIC, model),
});
