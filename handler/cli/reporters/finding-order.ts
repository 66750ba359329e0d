import type { Finding } from '#core/verdict/judgement';

const LEVELS = ['block', 'warn', 'note'] as const;
const rank = ({ level }: Finding): number => LEVELS.indexOf(level);

/** Worst first, then in the order of the template. */
export function sortWorstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      byText(a.location.file ?? '', b.location.file ?? '') ||
      a.location.line - b.location.line ||
      a.location.column - b.location.column,
  );
}

/** `2 block, 1 note`; empty without findings. */
export function countLevels(findings: readonly Finding[]): string {
  return LEVELS.flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${level}`];
  }).join(', ');
}

export function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
