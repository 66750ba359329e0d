import { defineRule } from '../rule';
import { failedBatches } from '../shared/function-destinations';
import { handoverNeeds } from '../shared/handovers';

const id = 'function-sends-failed-batches';

export const functionSendsFailedBatches = defineRule({
  id,
  family: 'destination',
  catalogue: ['E-ONFAILURE'],
  title: 'Function can send failed batches to the destination of its event source',
  why: 'Lambda hands over what it knows of a failed batch with the execution role of the function; without the permission the batch vanishes and no message says so.',
  fix: 'Allow sqs:SendMessage on the queue, sns:Publish on the topic, or s3:PutObject on the objects and s3:ListBucket on the bucket, in the execution role.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html'],
  needs: (model) => failedBatches(model).flatMap((each) => handoverNeeds(id, each, model)),
});
