/** What repeated measurements say, in milliseconds: the best is what the machine can do, the median what it did. */
export interface Times {
  readonly median: number;
  readonly best: number;
}

export function timesOf(milliseconds: readonly number[]): Times {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, best: sorted[0] ?? Number.NaN };
}

export function measure(runs: number, action: () => void): Times {
  return timesOf(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      action();
      return performance.now() - start;
    }),
  );
}
