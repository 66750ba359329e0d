import { defineInertRule } from '../rule';
import { inertPermission, serviceOf } from '../shared/inert-permissions';

const id = 'inert-poller-permission';

/** Services whose records Lambda fetches by itself. */
const POLLED = new Set([
  'sqs.amazonaws.com',
  'kinesis.amazonaws.com',
  'dynamodb.amazonaws.com',
  'streams.dynamodb.amazonaws.com',
  'kafka.amazonaws.com',
  'mq.amazonaws.com',
]);

export const inertPollerPermission = defineInertRule({
  id,
  family: 'inert',
  catalogue: ['E-SQS', 'E-KINESIS', 'E-DDB'],
  title: 'Permission for a service that never calls functions',
  why: 'Queues, streams and brokers do not call: Lambda fetches from them with the execution role, so a permission for them allows nothing that happens.',
  fix: 'Allow the reading actions in the execution role, and drop the permission.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html'],
  grants: (model) =>
    model.permissions
      .filter((permission) => POLLED.has(serviceOf(permission)))
      .map((permission) =>
        inertPermission(
          id,
          { permission, because: 'Lambda fetches with the execution role, whose policies decide' },
          model,
        ),
      ),
});
