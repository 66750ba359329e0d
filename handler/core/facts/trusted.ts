import type { Fact, Facts } from './facts';

/** Whatever these accounts own is taken to allow what it is asked; nobody here can read it. */
export function trusting(accounts: readonly string[], facts: Facts): Facts {
  if (accounts.length === 0) return facts;
  const trusted = new Set(accounts);
  return {
    get: (key) => {
      const fact = facts.get(key);
      if (fact?.status === 'found' || fact?.status === 'absent') return fact;
      const [kind = '', account = ''] = POLICY_OF_ACCOUNT.exec(key)?.slice(1) ?? [];
      return trusted.has(account) ? (kind === 'key' ? OPEN_KEY : OPEN_POLICY) : fact;
    },
  };
}

const POLICY_OF_ACCOUNT = /^(function|queue|topic|key|resource-policy):arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/;

const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'TrustedAccount', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};
const OPEN_POLICY: Fact = { status: 'found', value: EVERYTHING };
const OPEN_KEY: Fact = { status: 'found', value: { policy: EVERYTHING, manager: 'CUSTOMER', grants: 'not-read' } };
