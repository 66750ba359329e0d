import type { Fact, FactKind } from '#core/facts/facts';
import type { AccountSession } from './account-session';

/** Reads one kind of account state, or a few that need the same calls. */
export interface FactReader {
  readonly kinds: readonly FactKind[];
  /** Every action that `read` asks AWS for: the role of the function is made from them. */
  readonly iamActions: readonly string[];
  /** Fails with a `CallFailure` where the account does not say. */
  readonly read: (id: string, session: AccountSession) => Promise<Fact>;
}

export const ABSENT: Fact = { status: 'absent' };

export function found(value: unknown): Fact {
  return { status: 'found', value };
}

export function unreadable(reason: string): Fact {
  return { status: 'unreadable', reason };
}

/** A policy as services hand it out: JSON text, sometimes empty where there is none. */
export function policyFact(text: string | undefined): Fact {
  return text === undefined || text.trim() === '' ? ABSENT : found(policyDocument(text));
}

/** What cannot be parsed is handed on as the text it is: the core says that it cannot be read. */
export function policyDocument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
