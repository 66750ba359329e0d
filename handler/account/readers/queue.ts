import { arnParts } from '../arn-parts';
import { ABSENT, policyFact, unreadable, type FactReader } from '../reader';
import { QUEUE_ACTIONS, queueAttributes } from './queue-attributes';

export const queuePolicyReader: FactReader = {
  kinds: ['queue'],
  iamActions: QUEUE_ACTIONS,
  read: async (arn, session) => {
    const parts = arnParts(arn);
    if (parts?.service !== 'sqs') return unreadable('it is no ARN of a queue');
    if (parts.account !== session.place.account) return unreadable(`it belongs to account ${parts.account}`);
    const attributes = await queueAttributes(parts, session);
    return attributes === undefined ? ABSENT : policyFact(attributes.Policy);
  },
};
