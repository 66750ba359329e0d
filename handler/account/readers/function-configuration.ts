import { lazyService, orAbsent } from '../account-session';
import { ABSENT, found, unreadable, type FactReader } from '../reader';
import { functionInArn } from './function-in-arn';

const lambda = lazyService(() => import('../clients/lambda'));

/**
 * The role that a function, a version or what an alias points to runs with. AWS: the answer holds the values of environment
 * variables too; nothing but the role is kept.
 */
export const functionConfigurationReader: FactReader = {
  kinds: ['function-configuration'],
  iamActions: ['lambda:GetFunctionConfiguration'],
  read: async (arn, { call, place }) => {
    const named = functionInArn(arn, place);
    if ('why' in named) return unreadable(named.why);
    const { client, GetFunctionConfigurationCommand } = await lambda(named.region);
    const request = new GetFunctionConfigurationCommand(named.asked);
    const answer = await orAbsent(call('lambda:GetFunctionConfiguration', (options) => client.send(request, options)));
    if (answer === undefined) return ABSENT;
    return answer.Role === undefined ? unreadable('it names no role') : found({ role: answer.Role });
  },
};
