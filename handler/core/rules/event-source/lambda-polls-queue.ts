import { defineRule } from '../rule';
import { pollingNeeds } from '../shared/event-source-mappings';

const id = 'lambda-polls-queue';

export const lambdaPollsQueue = defineRule({
  id,
  family: 'event-source',
  catalogue: ['E-SQS'],
  title: 'Lambda can poll the queue that triggers the function',
  why: 'Lambda polls the queue with the execution role, not as a service; a permission on the function changes nothing.',
  fix: 'Attach AWSLambdaSQSQueueExecutionRole, or allow sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes on the queue.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html'],
  needs: (model) =>
    pollingNeeds(
      { rule: id, service: 'sqs', actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] },
      model,
    ),
});
