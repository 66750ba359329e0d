import type { AccountPlace } from '#account/account-session';
import { CallFailure } from '#account/call-failure';
import { callersAccount } from '#account/caller';
import { accountFactSource, type FactSource } from '#account/fact-source';
import { inRounds } from '#account/rounds';
import { readStackState } from '#account/stack-state';
import type { Fact, Facts } from '#core/facts/facts';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { Judgement, Proposal } from '#core/verdict/judgement';
import { SYSTEM_CLOCK, timeBudget } from '#hook/time-budget';
import { InputError, UsageError } from './command';

/** The account that the caller's credentials open, as `check --live` reads it. */
export interface LiveAccount {
  /** Adds what the account says of the place and the stack. */
  readonly complete: (proposal: Proposal) => Promise<Proposal>;
  /** Judges, reads what is missing, and judges again. */
  readonly judge: <Answer extends Pick<Judgement, 'wantedFacts'>>(
    ask: (facts: Facts) => Answer,
    known: Facts,
  ) => Promise<Answer>;
  /** Everything that was read so far, as `--facts` takes it. */
  readonly record: () => string;
}

const MILLISECONDS = 120_000;
const budgetOf = (milliseconds: number) => timeBudget(milliseconds, SYSTEM_CLOCK);

export async function liveAccount(given: Environment, environment: NodeJS.ProcessEnv): Promise<LiveAccount> {
  const region = given.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (region === undefined || region === '')
    throw new UsageError('`--live` needs a region', 'add `--region` or set AWS_REGION');
  const place = await placeOf(region, given.account);
  const source = accountFactSource(place, { now: Date.now, random: Math.random, keepMilliseconds: Infinity });
  const read = new Map<string, Fact>();
  return {
    complete: async (proposal) => completed(proposal, place),
    judge: async (ask, known) => {
      const { answer } = await inRounds(ask, { source: noting(source, read), known, budget: budgetOf(MILLISECONDS) });
      return answer;
    },
    record: () => {
      const sorted = [...read].sort(([a], [b]) => (a < b ? -1 : 1));
      return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
    },
  };
}

async function placeOf(region: string, expected: string | undefined): Promise<AccountPlace> {
  try {
    const place = await callersAccount(region, budgetOf(MILLISECONDS));
    if (expected === undefined || expected === place.account) return place;
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    throw new InputError(`the account cannot be read: ${error.message}`, 'check the AWS credentials', { cause: error });
  }
  throw new InputError(
    `the AWS credentials are not of account \`${expected}\``,
    'take others, or leave out `--account`',
  );
}

async function completed(proposal: Proposal, place: AccountPlace): Promise<Proposal> {
  const { environment } = proposal;
  const stack = environment.stackName === undefined ? undefined : await stackOf(environment.stackName, place);
  const previousText = proposal.previousText ?? stack?.deployedTemplate;
  return {
    ...proposal,
    ...(previousText === undefined ? {} : { previousText }),
    environment: {
      ...environment,
      ...place,
      ...(stack === undefined
        ? {}
        : { deployed: stack.deployed ?? 'unknown', tags: stack.tags, isNested: stack.isNested }),
    },
  };
}

/** A stack that is not there is one that is yet to be made. */
async function stackOf(stackId: string, place: AccountPlace) {
  const budget = budgetOf(MILLISECONDS);
  try {
    return await readStackState(
      { stackId, changeSetId: undefined, wantsTemplate: true },
      { place, budget, random: Math.random },
    );
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    return {
      deployed: error.kind === 'absent' ? NOTHING : undefined,
      deployedTemplate: undefined,
      tags: NOTHING,
      isNested: false,
    };
  }
}

const NOTHING: ReadonlyMap<string, string> = new Map();

function noting(source: FactSource, read: Map<string, Fact>): FactSource {
  return {
    ...source,
    read: async (requests, budget) => {
      const dated = await source.read(requests, budget);
      for (const [key, { fact }] of dated) read.set(key, fact);
      return dated;
    },
  };
}
