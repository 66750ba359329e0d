import { accountSession, lazyService, type AccountPlace } from './account-session';
import { CallFailure } from './call-failure';
import type { ReadBudget } from './read-budget';

const sts = lazyService(() => import('./clients/sts'));

/** The account that the caller's own credentials are of. */
export async function callersAccount(region: string, budget: ReadBudget): Promise<AccountPlace> {
  const { call } = accountSession({ place: { account: '', region }, budget, random: Math.random });
  const { client, GetCallerIdentityCommand } = await sts(region);
  const { Account } = await call('sts:GetCallerIdentity', (options) =>
    client.send(new GetCallerIdentityCommand({}), options),
  );
  if (Account === undefined) throw new CallFailure('failed', 'sts:GetCallerIdentity', 'no account');
  return { account: Account, region };
}
