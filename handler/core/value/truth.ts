/** An answer in Kleene's three-valued logic: `unknown` is neither yes nor no, and stays so until a fact settles it. */
export type Truth = 'yes' | 'no' | 'unknown';

export function truthOf(answer: boolean): Truth {
  return answer ? 'yes' : 'no';
}

export function not(truth: Truth): Truth {
  switch (truth) {
    case 'yes':
      return 'no';
    case 'no':
      return 'yes';
    case 'unknown':
      return 'unknown';
  }
}

/** `no` wins over `unknown`: one false part makes the whole false, whatever the others turn out to be. */
export function and(left: Truth, right: Truth): Truth {
  if (left === 'no' || right === 'no') return 'no';
  return left === 'yes' && right === 'yes' ? 'yes' : 'unknown';
}

/** `yes` wins over `unknown`. */
export function or(left: Truth, right: Truth): Truth {
  if (left === 'yes' || right === 'yes') return 'yes';
  return left === 'no' && right === 'no' ? 'no' : 'unknown';
}

/** Conjunction over items, stopping at the first `no`; of nothing it is `yes`. */
export function every<T>(items: Iterable<T>, question: (item: T) => Truth): Truth {
  let result: Truth = 'yes';
  for (const item of items) {
    result = and(result, question(item));
    if (result === 'no') return 'no';
  }
  return result;
}

/** Disjunction over items, stopping at the first `yes`; of nothing it is `no`. */
export function some<T>(items: Iterable<T>, question: (item: T) => Truth): Truth {
  let result: Truth = 'no';
  for (const item of items) {
    result = or(result, question(item));
    if (result === 'yes') return 'yes';
  }
  return result;
}
