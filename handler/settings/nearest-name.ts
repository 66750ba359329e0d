const LONGEST = 64;

/** The name that was probably meant, or nothing when none is close enough to be worth saying. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  if (wrong.length > LONGEST) return undefined;
  const asked = wrong.toLowerCase();
  let nearest: { readonly name: string; readonly edits: number } | undefined;
  for (const name of names) {
    const edits = name.length > LONGEST ? Infinity : slipsBetween(asked, name.toLowerCase());
    if (edits <= mostEdits(asked, name) && edits < (nearest?.edits ?? Infinity)) nearest = { name, edits };
  }
  return nearest?.name;
}

/** A third of a word may be wrong. */
function mostEdits(asked: string, name: string): number {
  return Math.max(1, Math.floor(Math.max(asked.length, name.length) / 3));
}

const SHORTEST_STEM = 3;

/** A word that was cut short, or goes on after its end, counts as one slip. */
function slipsBetween(asked: string, name: string): number {
  const [short, long] = asked.length < name.length ? [asked, name] : [name, asked];
  const isCutShort = short.length >= SHORTEST_STEM && short.length < long.length && long.startsWith(short);
  return isCutShort ? 1 : editsBetween(asked, name);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editsBetween(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Infinity;
      current.push(
        Math.min(
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          swapped,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
