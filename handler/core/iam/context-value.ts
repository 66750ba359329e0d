import { hole, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { Evaluation } from './evaluation';
import type { ContextKey, RequestContext } from './request';

const ABSENT: ContextKey = { present: 'no', values: [] };

/** `key` is in lower case; `shown` is how the policy spells it. */
export function contextKey(context: RequestContext, key: string, shown: string): ContextKey {
  const known = context.keys.get(key);
  if (known !== undefined) return known;
  return context.others === 'absent' ? ABSENT : { present: 'unknown', values: { kind: 'context-key', key: shown } };
}

/** A value nobody knows; two questions about one key get the same unknown text. */
export function unknownValue(key: string, reason: UnknownReason): Text {
  return [hole(`condition key ${key}`, reason)];
}

export function isReason(values: readonly unknown[] | UnknownReason): values is UnknownReason {
  return !Array.isArray(values);
}

export function noteKey(shown: string, { values }: ContextKey, evaluation: Evaluation): void {
  evaluation.note?.(isReason(values) ? values : { kind: 'context-key', key: shown });
}
