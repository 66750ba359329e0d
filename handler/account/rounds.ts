import { factKey, type Fact, type FactRequest, type Facts } from '#core/facts/facts';
import type { DatedFact, FactSource } from './fact-source';
import { allBut, type ReadBudget } from './read-budget';

/** What is asked of whoever judges: an answer, with what would make it better. */
interface Asking {
  readonly wantedFacts: readonly FactRequest[];
}

export interface RoundTerms {
  /** Nothing: there is no account to read, and the first answer is the last. */
  readonly source: FactSource | undefined;
  /** What is known without reading; of AWS's managed policies the account knows newer versions. */
  readonly known: Facts;
  readonly budget: ReadBudget;
}

/** What the account was asked while an answer was sought. */
export interface Reading {
  /** How often it was read before the answer stood. */
  readonly rounds: number;
  readonly read: ReadonlyMap<string, DatedFact>;
  /** Asked for, and not read because rounds, time or room ran out. */
  readonly leftUnread: readonly FactRequest[];
}

interface RoundsResult<Answer> extends Reading {
  readonly answer: Answer;
}

const MOST_ROUNDS = 6;
const MOST_FACTS = 400;
// What judging once more may take.
const RESERVE_MILLISECONDS = 2_000;

/** Judge, read what is missing, judge again: until nothing is missing that can be read, or there is no more time. */
export async function inRounds<Answer extends Asking>(
  ask: (facts: Facts) => Answer,
  { source, known, budget }: RoundTerms,
): Promise<RoundsResult<Answer>> {
  const read = new Map<string, DatedFact>();
  const readingTime = allBut(RESERVE_MILLISECONDS, budget);
  if (source === undefined) return { answer: ask(known), rounds: 0, read, leftUnread: [] };
  let answer = ask(factsOf(read, known, 'wait'));
  let wanted = missing(answer, read);
  let rounds = 0;
  while (wanted.length > 0 && rounds < MOST_ROUNDS && readingTime.remaining() > 0) {
    const batch = wanted.slice(0, Math.max(0, MOST_FACTS - read.size));
    if (batch.length === 0) break;
    for (const [key, dated] of await source.read(batch, readingTime)) read.set(key, dated);
    rounds += 1;
    answer = ask(factsOf(read, known, 'wait'));
    wanted = missing(answer, read);
  }
  return { answer: wanted.length === 0 ? answer : ask(factsOf(read, known, 'take')), rounds, read, leftUnread: wanted };
}

function missing({ wantedFacts }: Asking, read: ReadonlyMap<string, DatedFact>): readonly FactRequest[] {
  return wantedFacts.filter((request) => !read.has(factKey(request)));
}

/** `wait`: what is known beforehand serves only once the account was asked and did not say. */
function factsOf(read: ReadonlyMap<string, DatedFact>, known: Facts, mode: 'wait' | 'take'): Facts {
  return {
    get: (key): Fact | undefined => {
      const fact = read.get(key)?.fact;
      if (fact === undefined) return mode === 'take' || !mayBeOutdated(key) ? known.get(key) : undefined;
      return fact.status === 'unreadable' ? (known.get(key) ?? fact) : fact;
    },
  };
}

/** Facts that CloudFormation told with the stack are as new as any; only packed reference data grows old. */
function mayBeOutdated(key: string): boolean {
  return key.startsWith('managed-policy:');
}
