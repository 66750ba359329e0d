import { parseEvents, YAMLException } from 'js-yaml';

export type Event = ReturnType<typeof parseEvents>[number];

export interface ParsedText {
  readonly events: readonly Event[];
  /** What the events' offsets refer to. */
  readonly text: string;
  /** The offset in the text as the user wrote it. */
  readonly original: (offset: number) => number;
}
export interface SyntaxFault {
  readonly reason: string;
  readonly start: number;
}

/** More blanks than a collection in brackets is likely to be asked for. */
const PADDING = ' '.repeat(200);
const MAX_PADDED = 5_000;
export const TOO_LITTLE = 'deficient indentation';
const MAX_ATTEMPTS = 100;
const MAX_WORK = 4_000_000;

/**
 * Parses text into events, as forgiving as CloudFormation is.
 *
 * AWS: CloudFormation's parser does not look at the indentation inside brackets and quotes, while ours does. Lines
 * that it finds too little indented are padded, and everything is parsed again.
 */
export function parseText(source: string, maxDepth: number): ParsedText | SyntaxFault {
  const padded = new Set<number>();
  let work = 0;
  let first: SyntaxFault | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const { text, original } = withPadding(source, padded);
    try {
      return { events: parseEvents(text, { maxDepth }), text, original };
    } catch (error) {
      const fault = faultOf(error, original);
      first ??= fault;
      work += fault.start + (source.length >> 2);
      const line = lineStart(source, fault.start);
      const mayRetry = fault.reason === TOO_LITTLE && attempt < MAX_ATTEMPTS && work < MAX_WORK;
      if (!mayRetry || padded.has(line) || padded.size > MAX_PADDED) return first;
      padSameCollection(source, line, padded);
    }
  }
}

function faultOf(error: unknown, original: (offset: number) => number): SyntaxFault {
  if (!(error instanceof YAMLException)) return { reason: 'it cannot be read', start: 0 };
  return { reason: error.reason, start: original(error.mark?.position ?? 0) };
}

/** A line after a comma, and one that begins with a closing bracket, are surely of a collection too. */
function padSameCollection(source: string, first: number, padded: Set<number>): void {
  let line = first;
  while (padded.size <= MAX_PADDED) {
    padded.add(line);
    const end = source.indexOf('\n', line);
    if (end < 0) return;
    const next = source.slice(end + 1, end + 200).trimStart();
    const goesOn = /[,[{]\s*$/.test(source.slice(Math.max(line, end - 40), end)) || /^[\]}]/.test(next);
    if (!goesOn) return;
    line = end + 1;
  }
}

function lineStart(source: string, offset: number): number {
  return source.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
}

function withPadding(
  source: string,
  lines: ReadonlySet<number>,
): { readonly text: string; readonly original: (offset: number) => number } {
  if (lines.size === 0) return { text: source, original: (offset) => offset };
  const starts = [...lines].sort((a, b) => a - b);
  const pieces = starts.map((start, index) => PADDING + source.slice(start, starts[index + 1] ?? source.length));
  return {
    text: source.slice(0, starts[0]) + pieces.join(''),
    original: (offset) => unpadded(starts, offset),
  };
}

/** Takes off the padding of every line that begins before the offset. */
function unpadded(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = starts[middle] ?? 0;
    if (start + middle * PADDING.length < offset) low = middle + 1;
    else high = middle;
  }
  const before = starts[low - 1] ?? 0;
  return Math.max(low === 0 ? 0 : before, offset - low * PADDING.length);
}
