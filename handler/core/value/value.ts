import { childPath, type Origin } from './origin';
import { hole, textOf, type Text } from './text';
import type { UnknownReason } from './unknown-reason';

/** A property after its intrinsic functions are resolved. */
export type Value = TextValue | ScalarValue | ListValue | MapValue | UnknownValue;

export interface TextValue {
  readonly kind: 'text';
  readonly text: Text;
  readonly origin: Origin;
}
/** A number, boolean or null; `text` is how the template spells it. */
interface ScalarValue {
  readonly kind: 'scalar';
  readonly value: number | boolean | null;
  readonly text: string;
  readonly origin: Origin;
}
export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly origin: Origin;
}
/** Keys are data (a `Map`): `__proto__` is a key like any other. */
export interface MapValue {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Value>;
  readonly origin: Origin;
  /** Set if keys may be missing here, e.g. because a macro or an undecided condition may add some. */
  readonly open?: UnknownReason;
}
/** A value of which not even the kind is known. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  readonly origin: Origin;
  /** Equal symbols stand for the same value. */
  readonly symbol: string;
}

/** The value read as a string, as CloudFormation does where a string is wanted; lists and maps are not strings. */
export function textOfValue(value: Value | undefined): Text | undefined {
  switch (value?.kind) {
    case 'text':
      return value.text;
    case 'scalar':
      return value.value === null ? undefined : textOf(value.text);
    case 'unknown':
      return [hole(value.symbol, value.reason)];
    case 'list':
    case 'map':
    case undefined:
      return undefined;
  }
}

/** The entry of a map, or nothing where the value is no map; never looks at inherited names. */
export function entryOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === 'map' ? value.entries.get(key) : undefined;
}

/** Follows keys down: `at(properties, 'NotificationConfiguration', 'LambdaConfigurations')`. An unknown on the way is the answer. */
export function at(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  let current = value;
  for (const key of keys) {
    if (current?.kind === 'unknown') return current;
    current = entryOf(current, key);
  }
  return current;
}

/** A list's items; a single value counts as a list of one, as IAM and CloudFormation both accept it. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return [];
  return value.kind === 'list' ? value.items : [value];
}

const MAX_DEPTH = 200;

/** Turns plain JSON (a fact, an input of `decide`) into a Value; the parts of an input get their own paths. */
export function valueOfJson(json: unknown, origin: Origin, depth = 0): Value {
  if (typeof json === 'string') return { kind: 'text', text: textOf(json), origin };
  if (typeof json === 'number' || typeof json === 'boolean' || json === null)
    return { kind: 'scalar', value: json, text: String(json), origin };
  if (depth > MAX_DEPTH) {
    const reason = { kind: 'statement-unreadable', detail: `it is nested more than ${MAX_DEPTH} levels deep` } as const;
    return { kind: 'unknown', reason, origin, symbol: 'nested too deeply' };
  }
  const child = (item: unknown, key: string | number) => valueOfJson(item, partOf(origin, key), depth + 1);
  if (Array.isArray(json)) return { kind: 'list', items: json.map(child), origin };
  const entries = Object.entries((json ?? {}) as Record<string, unknown>);
  return { kind: 'map', entries: new Map(entries.map(([key, item]) => [key, child(item, key)])), origin };
}

function partOf(origin: Origin, key: string | number): Origin {
  return origin.kind === 'input' ? { kind: 'input', path: childPath(origin.path, key) } : origin;
}
