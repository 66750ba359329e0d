import { textOf, type Text } from '#core/value/text';
import { every, not, some, type Truth } from '#core/value/truth';
import type { UnknownReason } from '#core/value/unknown-reason';
import { parseOperator, type ConditionOperator } from '#core/policy/condition-operator';
import type { Condition, PolicyDocument } from '#core/policy/document';
import { valueMatcher } from './compare-values';
import { contextKey, isReason, noteKey, unknownValue } from './context-value';
import { agree, contested, type Evaluation } from './evaluation';
import type { PolicySide } from './match-resource';
import type { ContextKey } from './request';
import type { Matcher } from './substitute-variables';

/** One operator with one key, made ready. */
export interface ConditionMatcher {
  readonly condition: Condition;
  /** In lower case: AWS compares keys without case. */
  readonly key: string;
  readonly operator: ConditionOperator | undefined;
  readonly values: readonly Matcher<Text>[] | UnknownReason;
  /** What AWS sets for calls from function code has no documented effect in resource policies. */
  readonly isContestedIfPresent: boolean;
}

export function conditionMatcher(
  condition: Condition,
  version: PolicyDocument['version'],
  side: PolicySide,
): ConditionMatcher {
  const operator = parseOperator(condition.operator);
  const { values } = condition;
  const key = condition.key.toLowerCase();
  return {
    condition,
    key,
    operator,
    values:
      isReason(values) || operator === undefined
        ? unreadValues(condition)
        : values.map((text) => valueMatcher(operator.comparison, text, version)),
    isContestedIfPresent: side === 'resource' && key === 'lambda:sourcefunctionarn',
  };
}

function unreadValues({ values, operator }: Condition): UnknownReason {
  return isReason(values)
    ? values
    : { kind: 'statement-unreadable', detail: `\`${operator}\` is no condition operator` };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
export function matchCondition(matcher: ConditionMatcher, evaluation: Evaluation): Truth {
  const { operator, key } = matcher;
  if (operator === undefined) return holdsFor(matcher, [], evaluation);
  const entry = contextKey(evaluation.context, key, matcher.condition.key);
  if (entry.present === 'no') return whenAbsent(matcher, operator, evaluation);
  if (matcher.isContestedIfPresent) return contested(evaluation, '`lambda:SourceFunctionArn` in a resource policy');
  const present = alternativesOf(entry)
    .map((each) => whenPresent({ matcher, operator, entry: each }, evaluation))
    .reduce(agree);
  if (present === 'unknown' && entry.isOneOf === true) noteKey(matcher.condition.key, entry, evaluation);
  if (entry.present === 'yes') return present;
  const result = agree(present, whenAbsent(matcher, operator, evaluation));
  if (result === 'unknown') noteKey(matcher.condition.key, entry, evaluation);
  return result;
}

/**
 * AWS: without the key, negated operators hold, `IfExists` holds, `ForAllValues` holds and `ForAnyValue` does not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function whenAbsent(matcher: ConditionMatcher, operator: ConditionOperator, evaluation: Evaluation): Truth {
  if (operator.comparison === 'null') return holdsFor(matcher, textOf('true'), evaluation);
  switch (operator.set) {
    case 'for-all-values':
      return 'yes';
    case 'for-any-value':
      return operator.ifExists ? contested(evaluation, '`ForAnyValue` with `IfExists` for a missing key') : 'no';
    case undefined:
      return operator.ifExists || operator.negated ? 'yes' : 'no';
  }
}

function alternativesOf(entry: ContextKey): readonly ContextKey[] {
  if (entry.isOneOf !== true || isReason(entry.values)) return [entry];
  return entry.values.map((value) => ({ ...entry, values: [value] }));
}

interface Present {
  readonly matcher: ConditionMatcher;
  readonly operator: ConditionOperator;
  readonly entry: ContextKey;
}

function whenPresent(present: Present, evaluation: Evaluation): Truth {
  const { matcher, operator, entry } = present;
  const isEmpty = !isReason(entry.values) && entry.values.length === 0;
  if (operator.comparison === 'null') {
    const result = holdsFor(matcher, textOf(isEmpty ? 'true' : 'false'), evaluation);
    return orEmpty({ result, empty: whenAbsent(matcher, operator, evaluation) }, entry, evaluation);
  }
  if (isEmpty) return whenEmpty(matcher, operator, evaluation);
  const values = isReason(entry.values) ? [unknownValue(matcher.key, entry.values)] : entry.values;
  const holds = (value: Text) => holdsFor(matcher, value, evaluation);
  switch (operator.set) {
    case 'for-all-values':
      return orEmpty({ result: every(values, holds), empty: 'yes' }, entry, evaluation);
    case 'for-any-value':
      return orEmpty({ result: some(values, holds), empty: 'no' }, entry, evaluation);
    case undefined:
      return entry.multivalued === true || values.length > 1
        ? contested(
            evaluation,
            `several values of \`${matcher.condition.key}\` without \`ForAnyValue\` or \`ForAllValues\``,
          )
        : every(values, holds);
  }
}

/** A set of values that are not known may also be empty. */
function orEmpty(
  { result, empty }: { readonly result: Truth; readonly empty: Truth },
  { values, multivalued }: ContextKey,
  evaluation: Evaluation,
): Truth {
  if (!isReason(values) || multivalued !== true || result === empty) return result;
  evaluation.note?.(values);
  return 'unknown';
}

/** A key without values counts as missing, save that `IfExists` compares. */
function whenEmpty(matcher: ConditionMatcher, operator: ConditionOperator, evaluation: Evaluation): Truth {
  const { ifExists, set, negated } = operator;
  return ifExists && set === undefined ? (negated ? 'yes' : 'no') : whenAbsent(matcher, operator, evaluation);
}

/** The values of a policy are alternatives; a negated operator holds if none of them matches. */
function holdsFor({ values, operator }: ConditionMatcher, value: Text, evaluation: Evaluation): Truth {
  if (isReason(values)) {
    evaluation.note?.(values);
    return 'unknown';
  }
  const matches = some(values, (matcher) => matcher(value, evaluation));
  return operator?.negated === true ? not(matches) : matches;
}
