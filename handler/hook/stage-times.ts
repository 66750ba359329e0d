import type { Clock } from './time-budget';

export type Stage = 'settings' | 'payload' | 'account' | 'facts' | 'judge' | 'opinion';

/** Notes how long each stage took, also of one that fails. */
export interface StageTimes {
  readonly measure: <Result>(stage: Stage, work: () => Result | Promise<Result>) => Promise<Result>;
  readonly time: <Result>(stage: Stage, work: () => Result) => Result;
  readonly milliseconds: () => Readonly<Partial<Record<Stage, number>>>;
}

export function stageTimes(clock: Clock): StageTimes {
  const spent = new Map<Stage, number>();
  const note = (stage: Stage, start: number): void => {
    spent.set(stage, (spent.get(stage) ?? 0) + clock.now() - start);
  };
  return {
    measure: async (stage, work) => {
      const start = clock.now();
      try {
        return await work();
      } finally {
        note(stage, start);
      }
    },
    time: (stage, work) => {
      const start = clock.now();
      try {
        return work();
      } finally {
        note(stage, start);
      }
    },
    milliseconds: () => Object.fromEntries([...spent].map(([stage, time]) => [stage, Math.round(time)])),
  };
}
