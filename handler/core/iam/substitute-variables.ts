import type { GlobToken } from '#core/value/glob';
import type { Text } from '#core/value/text';
import { and, type Truth } from '#core/value/truth';
import type { UnknownReason } from '#core/value/unknown-reason';
import { hasVariable, variablePieces, type VariablePiece } from '#core/policy/policy-variable';
import type { PolicyDocument } from '#core/policy/document';
import { contextKey, isReason, noteKey, unknownValue } from './context-value';
import { agree, type Evaluation } from './evaluation';

/** Compares something of the request with a pattern that was made ready. */
export type Matcher<T> = (subject: T, evaluation: Evaluation) => Truth;

/** How to read the plain parts of a pattern, and how to compare with the result. */
export interface PatternReading<T> {
  readonly read: (text: Text) => readonly GlobToken[];
  /** Takes a value of the request as it is: its wildcards are none. */
  readonly quote: (text: Text) => readonly GlobToken[];
  readonly compile: (tokens: readonly GlobToken[]) => Matcher<T>;
}

/**
 * Makes a matcher for a pattern that may hold policy variables, which only version 2012-10-17 knows.
 *
 * AWS: a variable that has no value matches nothing; a negated operator around it therefore holds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function matcherOf<T>(text: Text, version: PolicyDocument['version'], reading: PatternReading<T>): Matcher<T> {
  if (version === '2008-10-17' || !hasVariable(text)) return reading.compile(reading.read(text));
  const withVariables = substitutingMatcher(variablePieces(text), reading);
  if (version === '2012-10-17') return withVariables;
  const literal = reading.compile(reading.read(text));
  return (subject, evaluation) => {
    const result = agree(literal(subject, evaluation), withVariables(subject, evaluation));
    if (result === 'unknown')
      evaluation.note?.({ kind: 'statement-unreadable', detail: 'the `Version` of its policy is not known' });
    return result;
  };
}

function substitutingMatcher<T>(pieces: readonly VariablePiece[], reading: PatternReading<T>): Matcher<T> {
  return (subject, evaluation) => {
    const { tokens, isResolved } = substitute(pieces, reading, evaluation);
    if (isResolved === 'no') return 'no';
    return and(isResolved, reading.compile(tokens)(subject, evaluation));
  };
}

type Readers = Pick<PatternReading<never>, 'read' | 'quote'>;
type Variable = Extract<VariablePiece, { kind: 'variable' }>;

interface Substituted {
  readonly tokens: readonly GlobToken[];
  readonly isResolved: Truth;
}

function substitute(pieces: readonly VariablePiece[], reading: Readers, evaluation: Evaluation): Substituted {
  const parts = pieces.map((piece) => substitutePiece(piece, reading, evaluation));
  return {
    tokens: parts.flatMap((part) => part.tokens),
    isResolved: parts.map((part) => part.isResolved).reduce(and, 'yes'),
  };
}

function substitutePiece(piece: VariablePiece, reading: Readers, evaluation: Evaluation): Substituted {
  switch (piece.kind) {
    case 'text':
      return resolved(reading.read(piece.text));
    case 'character':
      return resolved(reading.quote([piece.character]));
    case 'open-variable':
      return resolved(reading.read(unknownValue('variable', OPEN_VARIABLE)));
    case 'variable':
      return valueOfVariable(piece, reading, evaluation);
  }
}

/** The rest of the pattern may hold more than the variable. */
const OPEN_VARIABLE: UnknownReason = { kind: 'statement-unreadable', detail: 'a policy variable is not known' };

function resolved(tokens: readonly GlobToken[], isResolved: Truth = 'yes'): Substituted {
  return { tokens, isResolved };
}

function valueOfVariable({ key, fallback }: Variable, reading: Readers, evaluation: Evaluation): Substituted {
  const entry = contextKey(evaluation.context, key, key);
  const { present, values, multivalued } = entry;
  const [first] = isReason(values) ? [unknownValue(key, values)] : values;
  if (present === 'no' || first === undefined)
    return fallback === undefined ? resolved([], 'no') : resolved(reading.quote(fallback === '' ? [] : [fallback]));
  if (multivalued === true || (!isReason(values) && values.length > 1)) {
    const point = `policy variable \`${key}\` with several values`;
    return resolved(reading.quote(unknownValue(key, { kind: 'contested', point })));
  }
  if (present === 'yes') return resolved(reading.quote(first));
  noteKey(key, entry, evaluation);
  if (fallback === undefined) return resolved(reading.quote(first), 'unknown');
  return resolved(reading.quote(unknownValue(key, { kind: 'context-key', key })));
}
