import type { GlobToken } from './glob';
import { type Hole, holesOf, mayContain, type Shape, type Text, type TextPart } from './text';
import type { Truth } from './truth';

/** One character, an optional one, or any number of them; `from` is undefined where any character can stand. */
interface Unit {
  readonly from: string | Shape | undefined;
  readonly times: 'one' | 'optional' | 'many';
  /** Set on the first unit of an unknown part: its symbol, and how many units it takes. */
  readonly hole?: { readonly symbol: string; readonly span: number };
}

/** Beyond this many steps the answer is `unknown`: it bounds the time hostile input can take. */
const MAX_STEPS = 1_000_000;
/** Unknown parts that may vary more than this in length are taken as unbounded. */
const MAX_COUNTED = 64;

/** Matches where the pattern, the text or both hold parts that are not known. */
export function matchPartlyKnown(pattern: readonly GlobToken[], text: Text): Truth {
  if (sizeOfTokens(pattern) * sizeOfText(text) > MAX_STEPS) return 'unknown';
  const rest = withoutCommonEnds(pattern, text);
  if (rest === 'differ') return 'no';
  if (rest.pattern.length === 0 && rest.text.length === 0) return 'yes';
  const units = rest.text.flatMap(unitsOfPart);
  const patternUnits = rest.pattern.flatMap(unitsOfToken);
  if ((patternUnits.length + 1) * (units.length + 1) > MAX_STEPS) return 'unknown';
  if (!mayMatch(patternUnits, units)) return 'no';
  return mustMatch(rest.pattern, units) ? 'yes' : 'unknown';
}

/** The unknown parts that a comparison hangs on: those that are not the same at both ends. */
export function openHoles(pattern: readonly GlobToken[], text: Text): readonly Hole[] {
  const rest = withoutCommonEnds(pattern, text);
  if (rest === 'differ') return [];
  return [...rest.pattern.flatMap((token) => (token.kind === 'hole' ? [token.hole] : [])), ...holesOf(rest.text)];
}

function sizeOfTokens(tokens: readonly GlobToken[]): number {
  return tokens.reduce((size, token) => size + (token.kind === 'exact' ? token.text.length : 1), 1);
}

function sizeOfText(text: Text): number {
  return text.reduce((size, part) => size + (typeof part === 'string' ? part.length : 1), 1);
}

interface Rest {
  readonly pattern: readonly GlobToken[];
  readonly text: Text;
}

/** What is certainly the same at both ends cancels out; without this `${A}-x` and `${A}` might be equal. */
function withoutCommonEnds(pattern: readonly GlobToken[], text: Text): Rest | 'differ' {
  const front = withoutCommonStart({ pattern, text }, 'start');
  if (front === 'differ' || front.pattern.length === 0 || front.text.length === 0) return front;
  const back = withoutCommonStart({ pattern: front.pattern.toReversed(), text: front.text.toReversed() }, 'end');
  return back === 'differ' ? 'differ' : { pattern: back.pattern.toReversed(), text: back.text.toReversed() };
}

function withoutCommonStart({ pattern, text }: Rest, side: 'start' | 'end'): Rest | 'differ' {
  let [token] = pattern;
  let [part] = text;
  let tokens = 0;
  let parts = 0;
  while (token !== undefined && part !== undefined) {
    if (token.kind === 'exact' && typeof part === 'string') {
      const shared = sharedLength(token.text, part, side);
      if (shared < token.text.length && shared < part.length) return 'differ';
      token = shared === token.text.length ? pattern[++tokens] : { ...token, text: cut(token.text, shared, side) };
      part = shared === part.length ? text[++parts] : cut(part, shared, side);
    } else if (isSameHole(token, part)) {
      token = pattern[++tokens];
      part = text[++parts];
    } else if (areDifferentNames(token, part)) return 'differ';
    else break;
  }
  return {
    pattern: token === undefined ? [] : [token, ...pattern.slice(tokens + 1)],
    text: part === undefined ? [] : [part, ...text.slice(parts + 1)],
  };
}

function isSameHole(token: GlobToken, part: TextPart): boolean {
  return token.kind === 'hole' && !token.wild && typeof part !== 'string' && token.hole.symbol === part.symbol;
}

/** Behind the same text, two things that AWS made up for two resources; nobody has to know what they are. */
function areDifferentNames(token: GlobToken, part: TextPart): boolean {
  if (token.kind !== 'hole' || token.wild || typeof part === 'string') return false;
  return token.hole.isGenerated === true && part.isGenerated === true && token.hole.symbol !== part.symbol;
}

function sharedLength(left: string, right: string, side: 'start' | 'end'): number {
  const limit = Math.min(left.length, right.length);
  let shared = 0;
  if (side === 'start') while (shared < limit && left[shared] === right[shared]) shared++;
  else while (shared < limit && left.at(-1 - shared) === right.at(-1 - shared)) shared++;
  return shared;
}

function cut(text: string, length: number, side: 'start' | 'end'): string {
  return side === 'start' ? text.slice(length) : text.slice(0, text.length - length);
}

function unitsOfPart(part: TextPart): Unit[] {
  if (typeof part === 'string') return unitsOfString(part);
  const units = unitsOfShape(part.shape);
  const [first, ...others] = units;
  return first === undefined ? [] : [{ ...first, hole: { symbol: part.symbol, span: units.length } }, ...others];
}

function unitsOfString(text: string): Unit[] {
  return text.split('').map((character) => ({ from: character, times: 'one' }));
}

function unitsOfShape(shape: Shape): Unit[] {
  const certain = Math.min(shape.minLength, MAX_COUNTED);
  const open = shape.maxLength - certain;
  const units = Array.from({ length: certain }, (): Unit => ({ from: shape, times: 'one' }));
  if (open > MAX_COUNTED) return [...units, { from: shape, times: 'many' }];
  return [...units, ...Array.from({ length: open }, (): Unit => ({ from: shape, times: 'optional' }))];
}

function unitsOfToken(token: GlobToken): Unit[] {
  switch (token.kind) {
    case 'exact':
      return unitsOfString(token.text);
    case 'any':
      return [{ from: undefined, times: 'many' }];
    case 'one':
      return [{ from: undefined, times: 'one' }];
    case 'hole':
      return token.wild ? [{ from: undefined, times: 'many' }] : unitsOfShape(token.hole.shape);
  }
}

/** Do the pattern and the text have a completion in common? Holes are taken as independent, so it errs towards true. */
function mayMatch(pattern: readonly Unit[], text: readonly Unit[]): boolean {
  let row = skipOptional(startRow(text.length), text);
  for (const unit of pattern) {
    row = unit.times === 'many' ? stepMany(row, unit, text) : stepOne(row, unit, text);
    if (!row.includes(1)) return false;
  }
  return row[text.length] === 1;
}

/** Position `j` of a row is 1 if the first `j` units of the text can be used up by the pattern so far. */
function startRow(length: number): Uint8Array {
  const row = new Uint8Array(length + 1);
  row[0] = 1;
  return row;
}

function skipOptional(row: Uint8Array, text: readonly Unit[]): Uint8Array {
  text.forEach((unit, index) => {
    if (row[index] === 1 && unit.times !== 'one') row[index + 1] = 1;
  });
  return row;
}

function stepMany(row: Uint8Array, unit: Unit, text: readonly Unit[]): Uint8Array {
  const next = row.slice();
  text.forEach((other, index) => {
    if (next[index] === 1 && (other.times !== 'one' || overlap(unit.from, other.from))) next[index + 1] = 1;
  });
  return next;
}

function stepOne(row: Uint8Array, unit: Unit, text: readonly Unit[]): Uint8Array {
  const next = unit.times === 'optional' ? row.slice() : new Uint8Array(row.length);
  text.forEach((other, index) => {
    if (row[index] === 1 && overlap(unit.from, other.from)) next[other.times === 'many' ? index : index + 1] = 1;
  });
  return skipOptional(next, text);
}

const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

function overlap(left: string | Shape | undefined, right: string | Shape | undefined): boolean {
  if (left === undefined || right === undefined) return true;
  if (typeof left === 'string') return typeof right === 'string' ? left === right : mayContain(right, left);
  if (typeof right === 'string') return mayContain(left, right);
  if (left.only === undefined && right.only === undefined) return true;
  return ASCII.some((character) => mayContain(left, character) && mayContain(right, character));
}

/** Is there one way to lay the pattern over the text that holds for every completion? Each hole is an atom, equal only to itself. */
function mustMatch(pattern: readonly GlobToken[], text: readonly Unit[]): boolean {
  let row = startRow(text.length);
  for (const token of pattern) {
    row = tokenRow(row, token, text);
    if (!row.includes(1)) return false;
  }
  return row[text.length] === 1;
}

function tokenRow(row: Uint8Array, token: GlobToken, text: readonly Unit[]): Uint8Array {
  switch (token.kind) {
    case 'any':
      return row.slice().fill(1, row.indexOf(1));
    case 'one':
      return advance(row, (index) => (text[index]?.times === 'one' ? 1 : 0));
    case 'hole':
      return advance(row, (index) => (text[index]?.hole?.symbol === token.hole.symbol ? text[index].hole.span : 0));
    case 'exact': {
      const { length } = token.text;
      const fits = (index: number) =>
        token.text.split('').every((character, at) => text[index + at]?.from === character);
      return advance(row, (index) => (fits(index) ? length : 0));
    }
  }
}

/** Moves each reached position on by as many units as the token takes there; 0 if it does not fit. */
function advance(row: Uint8Array, taken: (index: number) => number): Uint8Array {
  const next = new Uint8Array(row.length);
  row.forEach((reached, index) => {
    const units = reached === 1 ? taken(index) : 0;
    if (units > 0) next[index + units] = 1;
  });
  return next;
}
