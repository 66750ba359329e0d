import type { AccountPlace } from '#account/account-session';
import { accountFactSource } from '#account/fact-source';
import { simulate } from '#account/simulate';
import { readStackState } from '#account/stack-state';
import type { HookPorts } from './hook-ports';
import type { HookRequest } from './request';
import { parseStackArn } from './stack-arn';

// The change set and its execution follow each other; what a minute ago was missing may have been added since.
const KEEP_MILLISECONDS = 60_000;

/** The account the function runs in; a request of another account or region is answered without reading. */
export function accountPorts(own: AccountPlace): Pick<HookPorts, 'readStack' | 'factSource' | 'simulate'> {
  const source = accountFactSource(own, { now: Date.now, random: Math.random, keepMilliseconds: KEEP_MILLISECONDS });
  const isOwn = ({ account, stackId }: HookRequest): boolean =>
    account === own.account && (parseStackArn(stackId)?.region ?? own.region) === own.region;
  return {
    readStack: ({ stackId, changeSetId, target }, budget) =>
      readStackState(
        { stackId, changeSetId, wantsTemplate: target === 'CHANGE_SET' },
        { place: own, budget, random: Math.random },
      ),
    factSource: (request) => (isOwn(request) ? source : undefined),
    simulate: (question, budget) => simulate(question, { place: own, budget, random: Math.random }),
  };
}
