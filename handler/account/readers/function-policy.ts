import { lazyService, orAbsent } from '../account-session';
import { ABSENT, policyFact, unreadable, type FactReader } from '../reader';
import { functionInArn } from './function-in-arn';

const lambda = lazyService(() => import('../clients/lambda'));

export const functionPolicyReader: FactReader = {
  kinds: ['function'],
  iamActions: ['lambda:GetPolicy'],
  read: async (arn, { call, place }) => {
    const named = functionInArn(arn, place);
    if ('why' in named) return unreadable(named.why);
    const { client, GetPolicyCommand } = await lambda(named.region);
    const request = new GetPolicyCommand(named.asked);
    const answer = await orAbsent(call('lambda:GetPolicy', (options) => client.send(request, options)));
    return answer === undefined ? ABSENT : policyFact(answer.Policy);
  },
};
