import type { Statement } from '#core/policy/document';
import { literalOf } from '#core/value/text';
import { mistakenFor, namesWithWildcard } from './action-meant';

/** Finds those whose statement names an action, as `meansAction` has it, in their order and without looking at the others. */
export function indexByAction<T>(
  items: readonly T[],
  statementOf: (item: T) => Statement,
): (action: string) => readonly T[] {
  const namedBy = new Map<string, Set<number>>();
  const open: (readonly [written: string, index: number])[] = [];
  items.forEach((item, index) => {
    for (const written of actionsWritten(statementOf(item))) {
      for (const name of [written, mistakenFor(written)?.toLowerCase() ?? written])
        namedBy.set(name, (namedBy.get(name) ?? new Set()).add(index));
      if (written.includes('*')) open.push([written, index]);
    }
  });
  return (action) => {
    const wanted = action.toLowerCase();
    const found = new Set(namedBy.get(wanted));
    for (const [written, index] of open) if (namesWithWildcard(written, wanted)) found.add(index);
    return inOrder(items, found);
  };
}

function inOrder<T>(items: readonly T[], found: ReadonlySet<number>): readonly T[] {
  return [...found].sort((left, right) => left - right).flatMap((index) => items[index] ?? []);
}

/** In lower case; `NotAction` names nothing. */
function actionsWritten({ actions }: Statement): readonly string[] {
  if (actions === undefined || actions.negated) return [];
  return actions.patterns.flatMap(({ text }) => literalOf(text)?.toLowerCase() ?? []);
}
