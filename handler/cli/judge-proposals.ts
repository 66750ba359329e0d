import type { FactRequest, Facts } from '#core/facts/facts';
import { judgeTogether } from '#core/judge';
import type { Judgement, Proposal } from '#core/verdict/judgement';
import type { Settings } from '#core/verdict/settings';
import { InputError } from './command';
import type { LiveAccount } from './live-account';

/** What all templates of one run are judged by. */
export interface Terms {
  readonly facts: Facts;
  readonly settings: Settings;
  /** Nothing: what only an account can tell stays unknown. */
  readonly account: LiveAccount | undefined;
}

/** Judges templates that may import from each other; one alone is simply judged. */
export async function judgeProposals(
  proposals: readonly Proposal[],
  { facts, settings, account }: Terms,
): Promise<readonly Judgement[]> {
  try {
    if (account === undefined) return judgeTogether(proposals, facts, settings);
    const completed: Proposal[] = [];
    for (const proposal of proposals) completed.push(await account.complete(proposal));
    const { judgements } = await account.judge((known) => allOf(judgeTogether(completed, known, settings)), facts);
    return judgements;
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (proposals.length > 1) return oneByOne(proposals, { facts, settings, account });
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new InputError(
      `${proposals[0]?.name ?? ''}:1:1: a fault of ours while judging: ${detail}`,
      'please report it with the template',
      { cause: error },
    );
  }
}

/** A fault at one of several is then said of that one. */
async function oneByOne(proposals: readonly Proposal[], terms: Terms): Promise<readonly Judgement[]> {
  const judgements: Judgement[] = [];
  for (const proposal of proposals) judgements.push(...(await judgeProposals([proposal], terms)));
  return judgements;
}

interface Answers {
  readonly judgements: readonly Judgement[];
  readonly wantedFacts: readonly FactRequest[];
}

function allOf(judgements: readonly Judgement[]): Answers {
  return { judgements, wantedFacts: judgements.flatMap(({ wantedFacts }) => wantedFacts) };
}

/** True of templates that may export to others, or import from them. */
export function mayBeLinked({ text }: Proposal): boolean {
  return text.includes('ImportValue') || text.includes('Export');
}
