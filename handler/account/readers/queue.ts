import { lazyService, orAbsent } from '../account-session';
import { arnParts } from '../arn-parts';
import { ABSENT, policyFact, unreadable, type FactReader } from '../reader';

const sqs = lazyService(() => import('../clients/sqs'));

export const queuePolicyReader: FactReader = {
  kinds: ['queue'],
  iamActions: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  read: async (arn, { call, place }) => {
    const parts = arnParts(arn);
    if (parts?.service !== 'sqs') return unreadable('it is no ARN of a queue');
    if (parts.account !== place.account) return unreadable(`it belongs to account ${parts.account}`);
    const { client, GetQueueUrlCommand, GetQueueAttributesCommand } = await sqs(parts.region);
    const { resource: QueueName, account: QueueOwnerAWSAccountId } = parts;
    const named = await orAbsent(
      call('sqs:GetQueueUrl', (options) =>
        client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }), options),
      ),
    );
    if (named?.QueueUrl === undefined) return ABSENT;
    const request = new GetQueueAttributesCommand({ QueueUrl: named.QueueUrl, AttributeNames: ['Policy'] });
    const answer = await orAbsent(call('sqs:GetQueueAttributes', (options) => client.send(request, options)));
    return policyFact(answer?.Attributes?.Policy);
  },
};
