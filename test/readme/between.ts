interface Marks {
  readonly start: string;
  readonly end: string;
}

/** The text with what stands between two marks written anew. */
export function between({ start, end }: Marks, content: string, text: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has lost \`${start}\` or what ends it`);
  return `${text.slice(0, from)}${start}\n${content}\n${text.slice(to)}`;
}
