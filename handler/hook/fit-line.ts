/** One line of at most `most` UTF-16 units: white space and control characters are one blank, a cut shows as `…`. */
export function fitLine(text: string, most: number): string {
  // Bounded before it is cleaned: a template may hold a megabyte in one message.
  const line = text
    .slice(0, most * 4)
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** `1 warning`, `2 warnings`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${String(count)} ${count === 1 ? noun : plural}`;
}
