import { defineRule } from '../rule';
import { STREAM } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-writes-stream';

export const functionWritesStream = defineRule({
  id,
  family: 'data',
  catalogue: ['A-KINESIS'],
  title: 'Function can write to the stream',
  why: 'Kinesis is asked for the ARN of the stream, not for its name; a grant to read it does not let a producer write.',
  fix: 'Allow kinesis:PutRecord and kinesis:PutRecords on the ARN of the stream (`!GetAtt Stream.Arn`).',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html'],
  needs: (model) => dataNeeds(id, STREAM, model),
});
