import { mayContain, type Hole, type Text } from './text';

/** A piece of a pattern: exact characters, a wildcard, or characters nobody knows yet. */
export type GlobToken =
  | { readonly kind: 'exact'; readonly text: string }
  /** `*`: any run of characters, also an empty one. */
  | { readonly kind: 'any' }
  /** `?`: exactly one character. */
  | { readonly kind: 'one' }
  /** `wild`: its text may itself hold wildcards once it is known. */
  | { readonly kind: 'hole'; readonly hole: Hole; readonly wild: boolean };

/** A pattern made ready to be matched many times. */
export interface Glob {
  readonly tokens: readonly GlobToken[];
  /** The runs between the `*`s; undefined if a part of the pattern is not known. */
  readonly runs: readonly Run[] | undefined;
  /** The only text that matches, if there is only one. */
  readonly exact: string | undefined;
  /** Nothing but `*`. */
  readonly matchesAll: boolean;
}

/** Characters between two `*`s; `?` is a gap between two chunks. */
interface Run {
  readonly length: number;
  readonly chunks: readonly { readonly offset: number; readonly text: string }[];
}

const ANY: GlobToken = { kind: 'any' };
const ONE: GlobToken = { kind: 'one' };

/** Reads `*` and `?` as wildcards. */
export function wildcardTokens(text: Text): readonly GlobToken[] {
  return text.flatMap((part) => (typeof part === 'string' ? tokensOfString(part) : [holeToken(part, true)]));
}

/** Reads every character as itself. */
export function exactTokens(text: Text): readonly GlobToken[] {
  return text.map((part) => (typeof part === 'string' ? { kind: 'exact', text: part } : holeToken(part, false)));
}

function holeToken(hole: Hole, inPattern: boolean): GlobToken {
  return { kind: 'hole', hole, wild: inPattern && (mayContain(hole.shape, '*') || mayContain(hole.shape, '?')) };
}

function tokensOfString(text: string): GlobToken[] {
  const tokens: GlobToken[] = [];
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const character = text[index];
    if (index < text.length && character !== '*' && character !== '?') continue;
    if (index > start) tokens.push({ kind: 'exact', text: text.slice(start, index) });
    if (character === '*') tokens.push(ANY);
    if (character === '?') tokens.push(ONE);
    start = index + 1;
  }
  return tokens;
}

export function globOfTokens(tokens: readonly GlobToken[]): Glob {
  const runs = runsOf(tokens);
  const only = runs?.length === 1 ? runs[0] : undefined;
  return {
    tokens,
    runs,
    exact: only === undefined || tokens.some((token) => token.kind === 'one') ? undefined : exactOf(tokens),
    matchesAll: tokens.length > 0 && tokens.every((token) => token.kind === 'any'),
  };
}

function exactOf(tokens: readonly GlobToken[]): string {
  return tokens.map((token) => (token.kind === 'exact' ? token.text : '')).join('');
}

function runsOf(tokens: readonly GlobToken[]): readonly Run[] | undefined {
  const runs: Run[] = [];
  let length = 0;
  let chunks: { offset: number; text: string }[] = [];
  for (const token of tokens) {
    if (token.kind === 'hole') return undefined;
    if (token.kind === 'any') {
      runs.push({ length, chunks });
      length = 0;
      chunks = [];
    } else if (token.kind === 'one') length += 1;
    else {
      chunks.push({ offset: length, text: token.text });
      length += token.text.length;
    }
  }
  return [...runs, { length, chunks }];
}

/**
 * Matches a fully known pattern against a fully known text, leftmost run first: that is enough for globs, and never backtracks
 * beyond the last `*`.
 */
export function matchesRuns(runs: readonly Run[], text: string): boolean {
  const first = runs[0];
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return text === '';
  if (runs.length === 1) return text.length === first.length && fitsAt(first, text, 0);
  const end = text.length - last.length;
  if (first.length > end || !fitsAt(first, text, 0) || !fitsAt(last, text, end)) return false;
  let position = first.length;
  for (let index = 1; index < runs.length - 1; index++) {
    const run = runs[index];
    const found = run === undefined ? -1 : findRun(run, text, position);
    if (run === undefined || found < 0 || found + run.length > end) return false;
    position = found + run.length;
  }
  return true;
}

function fitsAt(run: Run, text: string, position: number): boolean {
  return run.chunks.every((chunk) => text.startsWith(chunk.text, position + chunk.offset));
}

function findRun(run: Run, text: string, from: number): number {
  const [first] = run.chunks;
  if (first === undefined) return from;
  for (let at = text.indexOf(first.text, from + first.offset); at >= 0; at = text.indexOf(first.text, at + 1)) {
    if (fitsAt(run, text, at - first.offset)) return at - first.offset;
  }
  return -1;
}
