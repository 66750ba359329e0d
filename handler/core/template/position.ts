import type { Position } from './template';

/** Line ends are found once; a lookup is then a binary search. `\r\n`, `\n` and `\r` each end one line. */
export function positionAt(source: string): (offset: number) => Position {
  const starts = lineStarts(source);
  return (offset) => {
    const place = Math.max(0, Math.min(offset, source.length));
    const line = lineOf(starts, place);
    return { line: line + 1, column: place - (starts[line] ?? 0) + 1 };
  };
}

function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    const endsLine = code === 10 || (code === 13 && source.charCodeAt(at + 1) !== 10);
    if (endsLine) starts.push(at + 1);
  }
  return starts;
}

/** The last line that starts at or before the offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
