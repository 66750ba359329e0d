import { lazyService, orAbsent } from '../account-session';
import { ABSENT, found, unreadable, type FactReader } from '../reader';

const ssm = lazyService(() => import('../clients/ssm'));

/** Reads plain values only: what is kept as a SecureString stays there. */
export const ssmParameterReader: FactReader = {
  kinds: ['ssm-parameter'],
  iamActions: ['ssm:GetParameter'],
  read: async (Name, { call, place }) => {
    const { client, GetParameterCommand } = await ssm(place.region);
    const request = new GetParameterCommand({ Name, WithDecryption: false });
    const answer = await orAbsent(call('ssm:GetParameter', (options) => client.send(request, options)));
    if (answer?.Parameter?.Value === undefined) return ABSENT;
    if (answer.Parameter.Type === 'SecureString') return unreadable('a SecureString is not read');
    return found(answer.Parameter.Value);
  },
};
