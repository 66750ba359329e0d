import { lazyService, orAbsent } from '../account-session';
import { arnParts } from '../arn-parts';
import { policyFact, unreadable, type FactReader } from '../reader';

const sns = lazyService(() => import('../clients/sns'));

export const topicPolicyReader: FactReader = {
  kinds: ['topic'],
  iamActions: ['sns:GetTopicAttributes'],
  read: async (TopicArn, { call, place }) => {
    const parts = arnParts(TopicArn);
    if (parts?.service !== 'sns') return unreadable('it is no ARN of a topic');
    if (parts.account !== place.account) return unreadable(`it belongs to account ${parts.account}`);
    const { client, GetTopicAttributesCommand } = await sns(parts.region);
    const request = new GetTopicAttributesCommand({ TopicArn });
    const answer = await orAbsent(call('sns:GetTopicAttributes', (options) => client.send(request, options)));
    return policyFact(answer?.Attributes?.['Policy']);
  },
};
