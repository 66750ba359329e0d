import { ANY_SHAPE, hole, type Hole, type TextPart } from '#core/value/text';
import type { Value } from '#core/value/value';
import { textValue, unknownText } from './make-value';
import { refused, unknownCall, type Call } from './resolver';
import { joined, mayVanish } from './text-functions';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html */
export function length(call: Call): Value | undefined {
  const list = call.resolver.resolve(call.argument, call.where);
  if (list?.kind === 'unknown') return unknownCall(call, list.reason);
  if (list?.kind !== 'list') return refused(call, 'its argument is not a list');
  const vanishing = list.items.find(mayVanish);
  if (vanishing !== undefined) return unknownCall(call, vanishing.reason);
  const count = list.items.length;
  return { kind: 'scalar', value: count, text: String(count), origin: call.origin };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html */
export function toJsonString(call: Call): Value | undefined {
  const value = call.resolver.resolve(call.argument, call.where);
  if (value?.kind !== 'map' && value?.kind !== 'list') {
    return value?.kind === 'unknown'
      ? textValue(unknownText({ symbol: `json(${value.symbol})`, reason: value.reason }), call.origin)
      : refused(call, 'its argument is neither a mapping nor a list');
  }
  const parts: TextPart[] = [];
  writeJson(value, parts);
  return joined(
    call,
    parts.map((part) => [part]),
  );
}

function writeJson(value: Value, parts: TextPart[]): void {
  switch (value.kind) {
    case 'text':
      parts.push('"');
      for (const part of value.text) parts.push(escaped(part));
      parts.push('"');
      return;
    case 'scalar':
      parts.push(JSON.stringify(value.value));
      return;
    case 'unknown':
      parts.push(hole(`json(${value.symbol})`, value.reason, ANY_SHAPE));
      return;
    case 'list':
      parts.push('[');
      writeAll(value.items, parts, (item) => {
        writeJson(item, parts);
      });
      parts.push(']');
      return;
    case 'map':
      writeMap(value, parts);
  }
}

function writeMap(value: Value & { readonly kind: 'map' }, parts: TextPart[]): void {
  parts.push('{');
  writeAll([...value.entries], parts, ([key, item]) => {
    parts.push(`${JSON.stringify(key)}:`);
    writeJson(item, parts);
  });
  if (value.open !== undefined) parts.push(hole('json(open)', value.open, ANY_SHAPE));
  parts.push('}');
}

function writeAll<T>(items: readonly T[], parts: TextPart[], write: (item: T) => void): void {
  items.forEach((item, index) => {
    if (index > 0) parts.push(',');
    write(item);
  });
}

/** A hole whose characters may need escaping is another text inside JSON than outside. */
function escaped(part: TextPart): TextPart {
  if (typeof part === 'string') return JSON.stringify(part).slice(1, -1);
  return part.shape.only === undefined ? inJson(part) : part;
}

function inJson(part: Hole): Hole {
  return { symbol: `json(${part.symbol})`, reason: part.reason, shape: { ...part.shape, maxLength: Infinity } };
}
