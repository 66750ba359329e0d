import { defineRule } from '../rule';
import { deadLetters } from '../shared/function-destinations';
import { handoverNeeds } from '../shared/handovers';

const id = 'function-sends-dead-letters';

export const functionSendsDeadLetters = defineRule({
  id,
  family: 'destination',
  catalogue: ['D-DLQ-SQS', 'D-DLQ-SNS'],
  title: 'Function can send failed events to its dead-letter queue or topic',
  why: 'Lambda sends events that failed for good with the execution role of the function; a policy of the queue for lambda.amazonaws.com is not asked. Without the permission the function cannot be created.',
  fix: 'Allow sqs:SendMessage on the queue, or sns:Publish on the topic, in the execution role.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html'],
  needs: (model) => deadLetters(model).flatMap((each) => handoverNeeds(id, each, model)),
});
