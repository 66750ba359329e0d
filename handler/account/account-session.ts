import { CallFailure, callFailure, mayPass } from './call-failure';
import { onceDone } from './once-done';
import type { ReadBudget } from './read-budget';

/** Whose account is read, and where. */
export interface AccountPlace {
  readonly account: string;
  readonly region: string;
}

/** What every client is made with; the endpoint and the credentials are the SDK's own business. */
export interface ClientSettings {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number };
}

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** One round of reading: the place, the time, and what several readers share. */
export interface AccountSession {
  readonly place: AccountPlace;
  /** Sends a request for which AWS asks for `action`; fails with a `CallFailure` only. */
  readonly call: <Answer>(action: string, send: (options: CallOptions) => Promise<Answer>) => Promise<Answer>;
}

const ATTEMPTS = 4;
const ATTEMPT_MILLISECONDS = 3_000;
const FIRST_PAUSE_MILLISECONDS = 100;

export interface SessionTerms {
  readonly place: AccountPlace;
  readonly budget: ReadBudget;
  /** From 0 to 1: calls that were throttled together must not come back together. */
  readonly random: () => number;
}

export function accountSession({ place, budget, random }: SessionTerms): AccountSession {
  return {
    place,
    call: async (action, send) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await attemptOnce(action, send, budget);
        } catch (error) {
          const failure = callFailure(action, error);
          const pause = random() * FIRST_PAUSE_MILLISECONDS * 2 ** attempt;
          if (!mayPass(failure) || attempt >= ATTEMPTS || pause >= budget.remaining()) throw failure;
          await budget.pause(pause);
        }
      }
    },
  };
}

async function attemptOnce<Answer>(
  action: string,
  send: (options: CallOptions) => Promise<Answer>,
  budget: ReadBudget,
): Promise<Answer> {
  if (budget.remaining() <= 0) throw new CallFailure('time-out', action, 'no time left');
  const late = new CallFailure('time-out', action, 'TimeoutError');
  try {
    return await budget.allow(ATTEMPT_MILLISECONDS, async (abortSignal) => {
      try {
        return await send({ abortSignal });
      } catch (error) {
        throw abortSignal.aborted ? late : callFailure(action, error);
      }
    });
  } catch (error) {
    // All else that the budget throws is that it ran out.
    throw error instanceof CallFailure ? error : late;
  }
}

/** What a call brings, or nothing where AWS says that there is no such thing. */
export async function orAbsent<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CallFailure && error.kind === 'absent') return undefined;
    throw error;
  }
}

/** Work that is done once in a session, however many readers ask for it. */
export function oncePerSession<Result>(
  work: (session: AccountSession) => Promise<Result>,
): (session: AccountSession) => Promise<Result> {
  const started = new WeakMap<AccountSession, Promise<Result>>();
  return (session) => {
    const running = started.get(session) ?? work(session);
    started.set(session, running);
    return running;
  };
}

/** The same for work on one thing of many, told apart by a key. */
export function onceForEach<Subject, Result>(
  keyOf: (subject: Subject) => string,
  work: (subject: Subject, session: AccountSession) => Promise<Result>,
): (subject: Subject, session: AccountSession) => Promise<Result> {
  const started = new WeakMap<AccountSession, Map<string, Promise<Result>>>();
  return (subject, session) => {
    const ofSession = started.get(session) ?? new Map<string, Promise<Result>>();
    started.set(session, ofSession);
    const running = ofSession.get(keyOf(subject)) ?? work(subject, session);
    ofSession.set(keyOf(subject), running);
    return running;
  };
}

/** A client of one service, made when first asked for and kept for the next event. */
export function lazyService<Client, Commands>(
  load: () => Promise<Commands & { readonly connect: (settings: ClientSettings) => Client }>,
): (region: string) => Promise<Commands & { readonly client: Client }> {
  const byRegion = new Map<string, () => Promise<Commands & { readonly client: Client }>>();
  return (region) => {
    const made =
      byRegion.get(region) ??
      onceDone(async () => {
        const chunk = await load();
        return { ...chunk, client: chunk.connect(settingsIn(region)) };
      });
    byRegion.set(region, made);
    return made();
  };
}

function settingsIn(region: string): ClientSettings {
  return {
    region,
    // `call` tries again itself, within the budget.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: ATTEMPT_MILLISECONDS },
  };
}
