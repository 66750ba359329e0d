import { GateError } from './gate-error';

/** The only source of time, so that tests own it. */
export interface Clock {
  /** Milliseconds; only differences matter. */
  readonly now: () => number;
  /** Calls back once after the time has passed; returns what cancels it. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

/**
 * The time one invocation may take, spent in portions.
 *
 * AWS: the service waits 30 seconds for an answer, and calls three times at most.
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks.html
 */
export interface TimeBudget {
  readonly elapsed: () => number;
  readonly remaining: () => number;
  /** Gives the work `most` milliseconds, or what is left; then it is aborted and counts as timed out. */
  readonly allow: <Result>(most: number, work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export function timeBudget(total: number, clock: Clock): TimeBudget {
  const start = clock.now();
  const elapsed = (): number => clock.now() - start;
  const remaining = (): number => Math.max(0, total - elapsed());
  return {
    elapsed,
    remaining,
    allow: (most, work) => raced(Math.min(most, remaining()), work, clock),
    pause: (milliseconds) =>
      new Promise((resolve) => {
        clock.after(Math.min(milliseconds, remaining()), resolve);
      }),
  };
}

function raced<Result>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
  clock: Clock,
): Promise<Result> {
  if (milliseconds <= 0) return Promise.reject(new GateError('time-out', 'no time was left'));
  const abort = new AbortController();
  return new Promise((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => {
      reject(new GateError('time-out', `no answer within ${String(Math.round(milliseconds))} ms`));
      abort.abort();
    });
    work(abort.signal).then(resolve, reject).finally(cancel);
  });
}
