import type { Text } from '#core/value/text';

/** A text cut at its policy variables. */
export type VariablePiece =
  | { readonly kind: 'text'; readonly text: Text }
  /** `${*}`, `${?}` and `${$}` stand for the character itself. */
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined }
  /** A variable of which a part is not known, so that nobody can say which it is. */
  | { readonly kind: 'open-variable' };

const ESCAPES: ReadonlySet<string> = new Set(['*', '?', '$']);

/**
 * Finds `${key}` and `${key, 'default'}`. The caller has made sure that the policy's version knows variables.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function variablePieces(text: Text): readonly VariablePiece[] {
  const pieces: VariablePiece[] = [];
  for (const [index, part] of text.entries()) {
    if (typeof part !== 'string') pieces.push({ kind: 'text', text: [part] });
    else pieces.push(...piecesOfString(part, index < text.length - 1));
    if (pieces.at(-1)?.kind === 'open-variable') return pieces;
  }
  return pieces;
}

export function hasVariable(text: Text): boolean {
  return text.some((part) => typeof part === 'string' && part.includes('${'));
}

function piecesOfString(text: string, isFollowedByHole: boolean): readonly VariablePiece[] {
  const pieces: VariablePiece[] = [];
  const pushText = (from: number, to: number) => {
    if (to > from) pieces.push({ kind: 'text', text: [text.slice(from, to)] });
  };
  let start = 0;
  for (let open = text.indexOf('${'); open >= 0; open = text.indexOf('${', start)) {
    const close = text.indexOf('}', open);
    if (close < 0 && !isFollowedByHole) break;
    pushText(start, open);
    if (close < 0) return [...pieces, { kind: 'open-variable' }];
    pieces.push(variableOf(text.slice(open + 2, close)));
    start = close + 1;
  }
  pushText(start, text.length);
  return pieces;
}

function variableOf(inner: string): VariablePiece {
  if (ESCAPES.has(inner)) return { kind: 'character', character: inner };
  const comma = inner.indexOf(',');
  if (comma < 0) return { kind: 'variable', key: inner.trim().toLowerCase(), fallback: undefined };
  const fallback = inner.slice(comma + 1).trim();
  const isQuoted = fallback.length >= 2 && fallback.startsWith("'") && fallback.endsWith("'");
  return {
    kind: 'variable',
    key: inner.slice(0, comma).trim().toLowerCase(),
    fallback: isQuoted ? fallback.slice(1, -1) : undefined,
  };
}
