import type { Origin } from '#core/value/origin';
import { hole, type Shape, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { TextValue, UnknownValue } from '#core/value/value';

export function textValue(text: Text, origin: Origin): TextValue {
  return { kind: 'text', text, origin };
}

export function unknownValue(symbol: string, reason: UnknownReason, origin: Origin): UnknownValue {
  return { kind: 'unknown', symbol, reason, origin };
}

export function unknownText(hidden: { readonly symbol: string; readonly reason: UnknownReason }, shape?: Shape): Text {
  return [hole(hidden.symbol, hidden.reason, shape)];
}
