import type { StackModel } from '#core/model/stack-model';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { QUEUE } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';
import { isPolled } from '../shared/event-source-mappings';

const id = 'function-uses-queue';

export const functionUsesQueue = defineRule({
  id,
  family: 'data',
  catalogue: ['A-SQS-SEND', 'A-SQS-RECV'],
  title: 'Function can use the queue',
  why: 'SQS is asked for the ARN of the queue; its URL, which is what `!Ref Queue` gives, never matches as a resource, neither alone nor in an ARN that SAM’s policy templates make of it.',
  fix: 'Allow the actions on `!GetAtt Queue.Arn`; give SAM’s policy templates `!GetAtt Queue.QueueName`.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html',
  ],
  needs: (model) => dataNeeds(id, QUEUE, model).filter((need) => !isAskedOfPoller(need, model)),
});

/** Polling a queue that triggers the function has a rule of its own. */
function isAskedOfPoller({ action, principal, resource }: Need, model: StackModel): boolean {
  return action !== 'sqs:SendMessage' && principal.kind === 'role' && isPolled(principal.role, resource, model);
}
