import { globOfTokens, type Glob, type GlobToken } from '#core/value/glob';
import { literalOf, mayContain, mayHide, type Text, type TextPart } from '#core/value/text';
import { matchGlob } from '#core/value/text-match';
import { and, type Truth } from '#core/value/truth';

const PART_COUNT = 6;

/** A text cut at its first five known colons: partition, service, region, account and the rest stand behind `arn`. */
export interface ArnText {
  readonly text: Text;
  /** Six for an ARN, fewer for what is none or begins with an unknown part. */
  readonly parts: readonly Text[];
  /** An unknown part before the last colon may itself hold colons, so that the cuts are not certain. */
  readonly mayHideColons: boolean;
}

const arns = new WeakMap<Text, ArnText>();

export function arnOf(text: Text): ArnText {
  const known = arns.get(text);
  if (known !== undefined) return known;
  const parts = cutParts(text);
  const arn = { text, parts, mayHideColons: parts.slice(0, PART_COUNT - 1).some((part) => mayHide(part, ':')) };
  arns.set(text, arn);
  return arn;
}

function cutParts(text: Text): readonly Text[] {
  const pieces: TextPart[][] = [[]];
  for (const part of text) {
    if (typeof part !== 'string') pieces.at(-1)?.push(part);
    else {
      cutString(part, PART_COUNT - pieces.length).forEach((piece, index) => {
        if (index > 0) pieces.push([]);
        if (piece !== '') pieces.at(-1)?.push(piece);
      });
    }
  }
  return pieces;
}

/** Cuts at the first colons, at most so many times. */
function cutString(text: string, times: number): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let colon = text.indexOf(':'); colon >= 0 && pieces.length < times; colon = text.indexOf(':', start)) {
    pieces.push(text.slice(start, colon));
    start = colon + 1;
  }
  return [...pieces, text.slice(start)];
}

/** A pattern of ARNs, made ready to be matched many times. */
export interface ArnPattern {
  readonly whole: Glob;
  /** Matches at least what the whole or its parts match. */
  readonly loose: Glob;
  /** Always six: what an incomplete ARN lacks is filled with `*`, as AWS does. */
  readonly parts: readonly Glob[];
  /** Fewer than six parts were written. */
  readonly isIncomplete: boolean;
  readonly mayHideColons: boolean;
  /** No wildcard before the fifth colon: then matching the whole is matching the parts. */
  readonly wholeDecides: boolean;
}

const PADDING = globOfTokens([{ kind: 'any' }]);

export function arnPatternOf(tokens: readonly GlobToken[]): ArnPattern {
  const written = cutTokens(tokens);
  const front = written.slice(0, PART_COUNT - 1).flat();
  const mayHideColons = front.some((token) => token.kind === 'hole' && mayContain(token.hole.shape, ':'));
  const parts = written.map(globOfTokens);
  return {
    whole: globOfTokens(tokens),
    loose: globOfTokens(parts.length < PART_COUNT ? [...tokens, { kind: 'any' }] : tokens),
    parts: [...parts, ...Array.from({ length: PART_COUNT - parts.length }, () => PADDING)],
    isIncomplete: parts.length < PART_COUNT,
    mayHideColons,
    wholeDecides: parts.length === PART_COUNT && front.every((token) => token.kind === 'exact'),
  };
}

function cutTokens(tokens: readonly GlobToken[]): readonly (readonly GlobToken[])[] {
  const pieces: GlobToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind !== 'exact') pieces.at(-1)?.push(token);
    else {
      cutString(token.text, PART_COUNT - pieces.length).forEach((text, index) => {
        if (index > 0) pieces.push([]);
        if (text !== '') pieces.at(-1)?.push({ kind: 'exact', text });
      });
    }
  }
  return pieces;
}

/**
 * Matches part by part: a wildcard before the fifth colon stays within its part, one behind it also takes in `:` and `/`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchArn(pattern: ArnPattern, arn: ArnText): Truth {
  if (pattern.mayHideColons || arn.mayHideColons) return matchUncut(pattern, arn);
  if (pattern.wholeDecides) return matchGlob(pattern.whole, arn.text);
  return arn.parts.length === PART_COUNT ? matchParts(pattern, arn) : 'no';
}

function matchParts(pattern: ArnPattern, arn: ArnText): Truth {
  let result: Truth = 'yes';
  for (let index = 0; index < PART_COUNT; index++) {
    const glob = pattern.parts[index];
    const part = arn.parts[index];
    if (glob === undefined || part === undefined) return 'no';
    result = and(result, matchGlob(glob, part));
    if (result === 'no') return 'no';
  }
  return result;
}

/** Where the cuts are not certain: what does not match as a whole does not match in parts, and equal beginnings are cut alike. */
function matchUncut(pattern: ArnPattern, arn: ArnText): Truth {
  if (matchGlob(pattern.loose, arn.text) === 'no') return 'no';
  const isWhole = !pattern.isIncomplete && arn.parts.length === PART_COUNT;
  if (isWhole && matchParts(pattern, arn) === 'yes') return 'yes';
  if (matchGlob(pattern.whole, arn.text) !== 'yes') return 'unknown';
  const [first] = pattern.whole.tokens;
  const beginsAlike = first?.kind === 'hole' && mayContain(first.hole.shape, ':');
  return beginsAlike || !pattern.whole.tokens.some((token) => token.kind === 'any') ? 'yes' : 'unknown';
}

/** The account that an ARN names; undefined where it names none, or something that cannot be one. */
export function accountIn(arn: Text): Text | undefined {
  const account = arnOf(arn).parts[PART_COUNT - 2];
  if (account === undefined || account.length === 0) return undefined;
  const literal = literalOf(account);
  return literal === undefined || /^\d{12}$/.test(literal) ? account : undefined;
}
