import { defineRule } from '../rule';
import { DELIVERY_STREAM } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-writes-delivery-stream';

export const functionWritesDeliveryStream = defineRule({
  id,
  family: 'data',
  catalogue: ['A-FIREHOSE'],
  title: 'Function can write to the delivery stream',
  why: 'Firehose is asked for the ARN of the delivery stream under its own prefix: a kinesis: action, or the name as resource, never has an effect.',
  fix: 'Allow firehose:PutRecord and firehose:PutRecordBatch on the ARN of the delivery stream (`!GetAtt DeliveryStream.Arn`).',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html'],
  needs: (model) => dataNeeds(id, DELIVERY_STREAM, model),
});
