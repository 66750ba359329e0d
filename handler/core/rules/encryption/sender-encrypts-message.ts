import type { StackModel } from '#core/model/stack-model';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { asyncDestinations, deadLetters, failedBatches } from '../shared/function-destinations';
import type { Handover } from '../shared/handovers';
import { pipeDeadLetters, pipes, pipeStep } from '../shared/pipes';
import { scheduleHandovers, schedules } from '../shared/schedules';
import { stateHandovers } from '../shared/state-machine-calls';
import { keyNeeds } from '../shared/target-keys';

const id = 'sender-encrypts-message';

export const senderEncryptsMessage = defineRule({
  id,
  family: 'encryption',
  catalogue: [
    'D-DLQ-SQS',
    'D-DLQ-SNS',
    'D-ASYNC-SQS',
    'D-ASYNC-SNS',
    'D-ASYNC-S3',
    'E-ONFAILURE',
    'L-SFN',
    'L-SCHED',
    'P-SOURCE',
  ],
  title: 'Role that sends to an encrypted target can use its key',
  why: 'What a role sends to a queue, topic, stream or bucket under a customer key is encrypted in the name of the role: both the role and the key policy must allow it. SAM and CDK do not grant it.',
  fix: 'Allow kms:GenerateDataKey and kms:Decrypt on the key in the sending role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  ],
  needs: (model) => collectNeeds(handovers(model).flatMap((each) => keyNeeds(id, each, model))),
});

function handovers(model: StackModel): readonly Handover[] {
  return [
    ...deadLetters(model),
    ...asyncDestinations(model),
    ...failedBatches(model),
    ...stateHandovers(model),
    ...schedules(model).flatMap((schedule) => scheduleHandovers(schedule, model)),
    ...pipes(model).flatMap((pipe) => [...pipeStep(pipe, 'Target'), ...pipeDeadLetters(pipe)]),
  ];
}
