/** Work whose result is kept; work that failed is done again for whoever asks next. */
export function onceDone<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  return () => {
    if (running !== undefined) return running;
    const begun = work();
    running = begun;
    begun.catch(() => {
      if (running === begun) running = undefined;
    });
    return begun;
  };
}
