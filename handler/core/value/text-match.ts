import { exactTokens, globOfTokens, matchesRuns, wildcardTokens, type Glob } from './glob';
import { matchPartlyKnown } from './partial-match';
import { literalOf, type Shape, type Text } from './text';
import { truthOf, type Truth } from './truth';

/** Patterns are matched many times, so each is prepared once. */
const globs = new WeakMap<Text, Glob>();

/**
 * Does a pattern with IAM's wildcards (`*`, `?`) match? `yes` if it does whatever the unknown parts turn out to be, `no` if it cannot.
 *
 * An unknown part of the pattern may itself hold wildcards, unless its shape says otherwise.
 */
export function matchText(pattern: Text, text: Text): Truth {
  return matchGlob(globOf(pattern), text);
}

/** Are two texts the same? Unknown parts with one symbol are. */
export function sameText(left: Text, right: Text): Truth {
  const literal = literalOf(left);
  const other = literalOf(right);
  if (literal !== undefined && other !== undefined) return truthOf(literal === other);
  return matchGlob(globOfTokens(exactTokens(left)), right);
}

function globOf(pattern: Text): Glob {
  const known = globs.get(pattern);
  if (known !== undefined) return known;
  const glob = globOfTokens(wildcardTokens(pattern));
  globs.set(pattern, glob);
  return glob;
}

/** `matchText` for a pattern that is ready. */
export function matchGlob(glob: Glob, text: Text): Truth {
  if (glob.matchesAll) return 'yes';
  const literal = glob.runs === undefined ? undefined : literalOf(text);
  if (glob.runs !== undefined && literal !== undefined) {
    return truthOf(glob.exact === undefined ? matchesRuns(glob.runs, literal) : glob.exact === literal);
  }
  return matchPartlyKnown(glob.tokens, text);
}

/** The text as comparisons without case see it. */
export function foldText(text: Text): Text {
  return text.map((part) =>
    typeof part === 'string' ? part.toLowerCase() : { ...part, shape: foldShape(part.shape) },
  );
}

function foldShape(shape: Shape): Shape {
  const caseless = (character: string) => character.toLowerCase() === character.toUpperCase();
  return { ...shape, without: Array.from(shape.without).filter(caseless).join('') };
}
