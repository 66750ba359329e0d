import { factKey, type Fact, type FactRequest } from '#core/facts/facts';
import { accountSession, type AccountPlace, type AccountSession } from './account-session';
import { CallFailure, mayPass } from './call-failure';
import { inParallel } from './in-parallel';
import type { ReadBudget } from './read-budget';
import { unreadable } from './reader';
import { readerByKind } from './readers';

/** A fact with the moment it was read, in milliseconds of the epoch. */
export interface DatedFact {
  readonly fact: Fact;
  readonly readAt: number;
  /** It was not readable for a reason that may be gone the next time. */
  readonly mayPass?: true;
}

/** Where facts come from when they are asked for: an account, or in a test a table. */
export interface FactSource {
  readonly read: (requests: readonly FactRequest[], budget: ReadBudget) => Promise<ReadonlyMap<string, DatedFact>>;
  /** Forgets what it kept of earlier events. */
  readonly forget: (keys: Iterable<string>) => void;
}

export interface FactSourceTerms {
  /** Milliseconds of the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  /** How long what was read may serve later events. */
  readonly keepMilliseconds: number;
}

const AT_ONCE = 8;
const MOST_KEPT = 1_000;

/** The account itself, read through the SDK; what was read is kept for the events that follow at once. */
export function accountFactSource(place: AccountPlace, terms: FactSourceTerms): FactSource {
  const kept = new Map<string, DatedFact>();
  return {
    read: async (requests, budget) => {
      const session = accountSession({ place, budget, random: terms.random });
      const entries = await inParallel(requests, AT_ONCE, async (request) => {
        const key = factKey(request);
        const known = kept.get(key);
        if (known !== undefined && terms.now() - known.readAt < terms.keepMilliseconds) return [key, known] as const;
        const { fact, failure } = await readOne(request, session);
        const isLate = failure !== undefined && mayPass(failure);
        const dated: DatedFact = { fact, readAt: terms.now(), ...(isLate ? { mayPass: true } : {}) };
        if (failure === undefined || failure.kind === 'denied') keep(kept, key, dated);
        return [key, dated] as const;
      });
      return new Map(entries);
    },
    forget: (keys) => {
      for (const key of keys) kept.delete(key);
    },
  };
}

/** The oldest goes first. */
function keep(kept: Map<string, DatedFact>, key: string, dated: DatedFact): void {
  kept.delete(key);
  kept.set(key, dated);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(oldest);
  }
}

interface ReadFact {
  readonly fact: Fact;
  readonly failure?: CallFailure;
}

async function readOne(request: FactRequest, session: AccountSession): Promise<ReadFact> {
  const reader = readerByKind.get(request.kind);
  if (reader === undefined) return { fact: unreadable('nothing reads it') };
  try {
    return { fact: await reader.read(request.id, session) };
  } catch (error) {
    // A reader that breaks costs certainty, not the answer.
    const action = reader.iamActions[0] ?? request.kind;
    const failure =
      error instanceof CallFailure
        ? error
        : new CallFailure('failed', action, error instanceof Error ? error.name : '');
    return { fact: unreadable(failure.message), failure };
  }
}
