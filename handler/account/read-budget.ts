/** The time that reading may take; the hook's budget of one invocation is one. */
export interface ReadBudget {
  readonly remaining: () => number;
  /** Gives the work `most` milliseconds, or what is left; then it is aborted and fails. */
  readonly allow: <Result>(most: number, work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** All of a budget but its last milliseconds, which are needed for something else. */
export function allBut(reserve: number, budget: ReadBudget): ReadBudget {
  const remaining = (): number => Math.max(0, budget.remaining() - reserve);
  return {
    remaining,
    allow: (most, work) => budget.allow(Math.min(most, remaining()), work),
    pause: (milliseconds) => budget.pause(Math.min(milliseconds, remaining())),
  };
}
