import { arnParts } from '../arn-parts';
import { ABSENT, policyFact, unreadable, type FactReader } from '../reader';
import { TOPIC_ACTIONS, topicAttributes } from './topic-attributes';

export const topicPolicyReader: FactReader = {
  kinds: ['topic'],
  iamActions: TOPIC_ACTIONS,
  read: async (arn, session) => {
    const parts = arnParts(arn);
    if (parts?.service !== 'sns') return unreadable('it is no ARN of a topic');
    if (parts.account !== session.place.account) return unreadable(`it belongs to account ${parts.account}`);
    const attributes = await topicAttributes(arn, session);
    return attributes === undefined ? ABSENT : policyFact(attributes['Policy']);
  },
};
