import { lazyService, onceForEach, orAbsent } from '../account-session';
import type { ArnParts } from '../arn-parts';

const sqs = lazyService(() => import('../clients/sqs'));

/** What a queue says of itself; nothing where there is no such queue. Its policy and its key come in one answer. */
export const queueAttributes = onceForEach(
  ({ resource, account, region }: ArnParts) => `${region} ${account} ${resource}`,
  async ({ resource: QueueName, account: QueueOwnerAWSAccountId, region }, { call }) => {
    const { client, GetQueueUrlCommand, GetQueueAttributesCommand } = await sqs(region);
    const named = await orAbsent(
      call('sqs:GetQueueUrl', (options) =>
        client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }), options),
      ),
    );
    if (named?.QueueUrl === undefined) return undefined;
    const request = new GetQueueAttributesCommand({
      QueueUrl: named.QueueUrl,
      AttributeNames: ['Policy', 'KmsMasterKeyId'],
    });
    const answer = await orAbsent(call('sqs:GetQueueAttributes', (options) => client.send(request, options)));
    return answer?.Attributes ?? {};
  },
);
export const QUEUE_ACTIONS = ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'];
