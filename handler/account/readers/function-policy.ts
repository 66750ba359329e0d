import { lazyService, orAbsent } from '../account-session';
import { arnParts } from '../arn-parts';
import { ABSENT, policyFact, unreadable, type FactReader } from '../reader';

const lambda = lazyService(() => import('../clients/lambda'));

/** AWS: each version and alias has a policy of its own, so the qualifier in the ARN matters. */
export const functionPolicyReader: FactReader = {
  kinds: ['function'],
  iamActions: ['lambda:GetPolicy'],
  read: async (arn, { call, place }) => {
    const parts = arnParts(arn);
    const [kind, name, qualifier, ...more] = parts?.resource.split(':') ?? [];
    if (parts === undefined || kind !== 'function' || name === undefined || more.length > 0)
      return unreadable('it is no ARN of a function');
    if (parts.account !== place.account) return unreadable(`it belongs to account ${parts.account}`);
    const { client, GetPolicyCommand } = await lambda(parts.region);
    const request = new GetPolicyCommand({
      FunctionName: name,
      ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
    });
    const answer = await orAbsent(call('lambda:GetPolicy', (options) => client.send(request, options)));
    return answer === undefined ? ABSENT : policyFact(answer.Policy);
  },
};
