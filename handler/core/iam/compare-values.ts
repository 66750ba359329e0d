import { arnOf, arnPatternOf, matchArn } from '#core/aws/arn';
import { exactTokens, globOfTokens, wildcardTokens, type GlobToken } from '#core/value/glob';
import { literalOf, type Text } from '#core/value/text';
import { foldText, matchGlob } from '#core/value/text-match';
import { truthOf, type Truth } from '#core/value/truth';
import type { Comparison } from '#core/policy/condition-operator';
import type { PolicyDocument } from '#core/policy/document';
import { hasVariable } from '#core/policy/policy-variable';
import { contested } from './evaluation';
import { parseIpRange, rangeContains } from './ip-range';
import { noteHoles, noteOpenHoles } from './note-holes';
import { matcherOf, type Matcher } from './substitute-variables';
import { parseTimestamp } from './timestamp';

/** Compares one value of the request with one of the policy. */
type ValueMatcher = Matcher<Text>;
type Version = PolicyDocument['version'];
type Compile = (text: Text, version: Version) => ValueMatcher;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export function valueMatcher(comparison: Comparison, text: Text, version: Version): ValueMatcher {
  return COMPILE[comparison](text, version);
}

const stringEquals: Compile = (text, version) =>
  matcherOf<Text>(text, version, { read: exactTokens, quote: exactTokens, compile: globMatcher });
const stringLike: Compile = (text, version) =>
  matcherOf<Text>(text, version, { read: wildcardTokens, quote: exactTokens, compile: globMatcher });
const stringEqualsIgnoreCase: Compile = (text, version) => {
  const fold = (part: Text) => exactTokens(foldText(part));
  const compile = (tokens: readonly GlobToken[]): ValueMatcher => {
    const matcher = globMatcher(tokens);
    return (value, evaluation) => matcher(foldText(value), evaluation);
  };
  return matcherOf<Text>(text, version, { read: fold, quote: fold, compile });
};

function globMatcher(tokens: readonly GlobToken[]): ValueMatcher {
  const glob = globOfTokens(tokens);
  return (value, evaluation) => {
    const result = matchGlob(glob, value);
    if (result === 'unknown') noteOpenHoles(tokens, value, evaluation);
    return result;
  };
}

/** AWS: `ArnEquals` takes wildcards like `ArnLike`; a value that is no ARN does not match. */
const arnLike: Compile = (text, version) =>
  matcherOf<Text>(text, version, { read: wildcardTokens, quote: exactTokens, compile: arnMatcher });

function arnMatcher(tokens: readonly GlobToken[]): ValueMatcher {
  const pattern = arnPatternOf(tokens);
  const isIncomplete = pattern.isIncomplete && !pattern.mayHideColons;
  return (value, evaluation) => {
    const result = matchArn(pattern, arnOf(value));
    if (result === 'unknown') noteOpenHoles(tokens, value, evaluation);
    return result === 'yes' && isIncomplete ? contested(evaluation, 'incomplete ARN as a condition value') : result;
  };
}

/** Compares what both texts say, once both are known; a text that says nothing of the kind matches nothing. */
function known<T>(read: (text: string) => T | undefined, compare: (value: T, wanted: T) => boolean): Compile {
  return (text) => {
    const literal = literalOf(text);
    const wanted = literal === undefined ? undefined : read(literal);
    if (literal !== undefined && wanted === undefined) return () => 'no';
    return (value, evaluation): Truth => {
      const given = literalOf(value);
      const actual = given === undefined ? undefined : read(given);
      if (given !== undefined && actual === undefined) return 'no';
      if (actual !== undefined && wanted !== undefined) return truthOf(compare(actual, wanted));
      noteHoles([text, value], evaluation);
      return 'unknown';
    };
  };
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const number = (text: string) => (DECIMAL.test(text) ? Number(text) : undefined);
const numeric = (compare: (value: number, wanted: number) => boolean) => known(number, compare);
const date = (compare: (value: number, wanted: number) => boolean) => known(parseTimestamp, compare);

const equals = (value: unknown, wanted: unknown) => value === wanted;
const less = (value: number, wanted: number) => value < wanted;
const lessEquals = (value: number, wanted: number) => value <= wanted;
const greater = (value: number, wanted: number) => value > wanted;
const greaterEquals = (value: number, wanted: number) => value >= wanted;

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

const truthValue = known((text) => BOOLEANS.get(text.toLowerCase()), equals);

/** AWS: one page says that `Bool` takes policy variables, another that it does not. */
const bool: Compile = (text, version) => {
  if (version !== '2008-10-17' && hasVariable(text))
    return (_, evaluation) => contested(evaluation, 'policy variable in a `Bool` condition');
  return truthValue(text, version);
};

const COMPILE: Readonly<Record<Comparison, Compile>> = {
  'string-equals': stringEquals,
  'string-equals-ignore-case': stringEqualsIgnoreCase,
  'string-like': stringLike,
  'numeric-equals': numeric(equals),
  'numeric-less': numeric(less),
  'numeric-less-equals': numeric(lessEquals),
  'numeric-greater': numeric(greater),
  'numeric-greater-equals': numeric(greaterEquals),
  'date-equals': date(equals),
  'date-less': date(less),
  'date-less-equals': date(lessEquals),
  'date-greater': date(greater),
  'date-greater-equals': date(greaterEquals),
  bool,
  binary: known((text) => text, equals),
  ip: known(parseIpRange, (value, wanted) => rangeContains(wanted, value)),
  arn: arnLike,
  null: truthValue,
};
