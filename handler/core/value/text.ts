import type { UnknownReason } from './unknown-reason';

/** What is known about the characters of a part of a text that is itself not known. */
export interface Shape {
  /** Characters that cannot occur, e.g. `:/` in a region. */
  readonly without: string;
  readonly minLength: number;
  readonly maxLength: number;
  /** The only characters that can occur; absent: any but `without`. */
  readonly only?: CharacterClass;
}
export type CharacterClass = 'digit' | 'lower-alphanumeric' | 'alphanumeric' | 'name' | 'lower-name' | 'hex-and-dash';

/**
 * A part of a text that is not known.
 *
 * INVARIANT: two holes with one `symbol` stand for the same text, whatever it turns out to be.
 */
export interface Hole {
  readonly symbol: string;
  readonly shape: Shape;
  readonly reason: UnknownReason;
  /** Made up by AWS for one resource alone: two such parts with different symbols never stand for the same text. */
  readonly isGenerated?: true;
}
export type TextPart = string | Hole;

/**
 * A string of which some parts may not be known.
 *
 * INVARIANT: no two neighbouring parts are strings and no string part is empty; the empty string has no parts.
 */
export type Text = readonly TextPart[];

export const ANY_SHAPE: Shape = { without: '', minLength: 0, maxLength: Infinity };
/** A name: at least one character, and neither a separator of ARNs nor a wildcard. */
export const NAME_SHAPE: Shape = { without: ':/*?$', minLength: 1, maxLength: 1024 };

export function hole(symbol: string, reason: UnknownReason, shape: Shape = ANY_SHAPE): Hole {
  return { symbol, shape, reason };
}

/** What AWS makes up so that no two resources share it: a random suffix, an id. */
export function generatedHole(symbol: string, reason: UnknownReason, shape: Shape): Hole {
  return { symbol, shape, reason, isGenerated: true };
}

/** Puts parts together so that the invariant of `Text` holds. */
export function textOf(...parts: readonly (TextPart | Text)[]): Text {
  const result: TextPart[] = [];
  for (const part of parts) {
    if (typeof part === 'string' || 'symbol' in part) append(part, result);
    else for (const each of part) append(each, result);
  }
  return result;
}

function append(part: TextPart, result: TextPart[]): void {
  const last = result[result.length - 1];
  if (part === '') return;
  if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
  else result.push(part);
}

/** The string, if all of it is known. */
export function literalOf(text: Text): string | undefined {
  if (text.length === 0) return '';
  const [first] = text;
  return text.length === 1 && typeof first === 'string' ? first : undefined;
}

export function isLiteral(text: Text): boolean {
  return literalOf(text) !== undefined;
}

export function holesOf(text: Text): readonly Hole[] {
  return text.filter((part): part is Hole => typeof part !== 'string');
}

/** The text as a reader may see it: `arn:aws:sqs:${AWS::Region}:…`; equal for equal texts, so it serves as a key. */
export function showText(text: Text): string {
  const literal = literalOf(text);
  if (literal !== undefined) return literal;
  const known = shown.get(text);
  if (known !== undefined) return known;
  const spelt = text.map((part) => (typeof part === 'string' ? part : `\${${part.symbol}}`)).join('');
  shown.set(text, spelt);
  return spelt;
}
/** Texts never change, and the same ones are looked up again and again. */
const shown = new WeakMap<Text, string>();

/** Cuts at each `separator` that is known to be there; a hole that may hold one is not looked into. */
export function splitText(text: Text, separator: string): readonly Text[] {
  const pieces: TextPart[][] = [[]];
  for (const part of text) {
    if (typeof part !== 'string') {
      pieces.at(-1)?.push(part);
      continue;
    }
    part.split(separator).forEach((piece, index) => {
      if (index > 0) pieces.push([]);
      if (piece !== '') pieces.at(-1)?.push(piece);
    });
  }
  return pieces;
}

/** True if a hole of this text might contain the character. */
export function mayHide(text: Text, character: string): boolean {
  return holesOf(text).some((part) => mayContain(part.shape, character));
}

export function mayContain(shape: Shape, character: string): boolean {
  if (shape.maxLength === 0 || shape.without.includes(character)) return false;
  return shape.only === undefined || isInClass(character, shape.only);
}

const CLASSES: Readonly<Record<CharacterClass, RegExp>> = {
  digit: /^[0-9]$/,
  'lower-alphanumeric': /^[a-z0-9]$/,
  alphanumeric: /^[A-Za-z0-9]$/,
  name: /^[A-Za-z0-9-]$/,
  'lower-name': /^[a-z0-9-]$/,
  'hex-and-dash': /^[0-9a-f-]$/,
};
function isInClass(character: string, name: CharacterClass): boolean {
  return CLASSES[name].test(character);
}
