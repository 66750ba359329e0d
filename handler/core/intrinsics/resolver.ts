import type { NodePlace, Problem, TemplateNode } from '#core/template/node';
import { childPath, type Origin, type PathLink } from '#core/value/origin';
import { showText, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { UnknownValue, Value } from '#core/value/value';
import { unknownValue } from './make-value';
import type { TemplateScope } from './template-scope';

/** Where in the template a node is; below a node that a transform made, everything is at the place it stands for. */
export interface Where {
  readonly path: PathLink | undefined;
  readonly pinned: NodePlace | undefined;
}

/** What an intrinsic function may ask of the template around it. A missing value is `AWS::NoValue`. */
export interface Resolver {
  readonly scope: TemplateScope;
  resolve(node: TemplateNode, where: Where): Value | undefined;
  /** The outcome of a condition, by name. */
  outcome(condition: string, origin: Origin): boolean | UnknownReason;
  /** The value that the scenario assumes of a parameter. */
  assumedOf(symbol: string): string | undefined;
  refOf(logicalId: string): Text;
  attributeOf(logicalId: string, attribute: string): Text | undefined;
  report(problem: Omit<Problem, 'start' | 'fatal'>, origin: Origin): void;
  /** Counts work against a limit; false once a template asks for far more than its size warrants. */
  spend(amount: number): boolean;
  /** A symbol that no other value has. */
  /** Equal to no other; the same in every run and spelling of a template. */
  freshSymbol(label: string, origin: Origin): string;
}

/** One use of an intrinsic function: `{ "Fn::Join": argument }`. */
export interface Call {
  readonly name: string;
  readonly argument: TemplateNode;
  readonly where: Where;
  readonly origin: Origin;
  readonly resolver: Resolver;
}
export type Intrinsic = (call: Call) => Value | undefined;

export const ROOT: Where = { path: undefined, pinned: undefined };

export function inside(where: Where, key: string | number): Where {
  return where.pinned === undefined ? { path: childPath(where.path, key), pinned: undefined } : where;
}

/** For values that stand elsewhere in the template than where they are used. */
export function pinnedAt(origin: Origin): Where {
  if (origin.kind !== 'template') return ROOT;
  return { path: origin.path, pinned: { path: origin.path, start: origin.start } };
}

/** The place of a node itself: its own, if a transform gave it one. */
export function placed(node: TemplateNode, where: Where): Where {
  return node.place === undefined ? where : { path: node.place.path, pinned: node.place };
}

export function originOf(node: TemplateNode, where: Where): Origin {
  const place = node.place ?? where.pinned ?? { path: where.path, start: node.start };
  return { kind: 'template', path: place.path, start: place.start };
}

export function unresolved(intrinsic: string, detail: string): UnknownReason {
  return { kind: 'intrinsic-unresolved', intrinsic, detail };
}

/** The answer to a call that CloudFormation would refuse: unknown, and said once. */
export function refused(call: Call, detail: string): UnknownValue {
  call.resolver.report({ message: `\`${call.name}\` cannot be resolved: ${detail}` }, call.origin);
  return unknownCall(call, unresolved(call.name, detail));
}

/** An unknown that equals no other. */
export function unknownCall(call: Call, reason: UnknownReason): UnknownValue {
  return unknownValue(call.resolver.freshSymbol(call.name, call.origin), reason, call.origin);
}

const MAX_SYMBOL = 400;

/** A symbol made of what a function was given, so that equal calls have equal, if unknown, results. */
export function symbolOf(call: Call, operands: readonly (Value | undefined)[]): string {
  const keys: string[] = [];
  let length = 0;
  for (const operand of operands) {
    const key = keyOf(operand, MAX_SYMBOL - length);
    if (key === undefined) return call.resolver.freshSymbol(call.name, call.origin);
    keys.push(key);
    length += key.length + 1;
  }
  return `${call.resolver.scope.qualifier}${call.name}(${keys.join(',')})`;
}

/** Equal for equal values only; nothing where it would be longer than `room`. */
function keyOf(value: Value | undefined, room: number): string | undefined {
  const key = spelling(value, room);
  return key !== undefined && key.length <= room ? key : undefined;
}

function spelling(value: Value | undefined, room: number): string | undefined {
  switch (value?.kind) {
    case undefined:
      return 'AWS::NoValue';
    case 'text':
      return lengthOf(value.text) > room ? undefined : JSON.stringify(showText(value.text));
    case 'scalar':
      return value.text;
    case 'unknown':
      return `\${${value.symbol}}`;
    case 'list':
      return spellingOfAll(value.items, room);
    case 'map':
      return undefined;
  }
}

function spellingOfAll(items: readonly Value[], room: number): string | undefined {
  const keys: string[] = [];
  let left = room;
  for (const item of items) {
    const key = keyOf(item, left);
    if (key === undefined) return undefined;
    keys.push(key);
    left -= key.length + 1;
  }
  return `[${keys.join(',')}]`;
}

/** Characters of a text, a hole counting as those of its symbol. */
export function lengthOf(text: Text): number {
  let length = 0;
  for (const part of text) length += typeof part === 'string' ? part.length : part.symbol.length + 3;
  return length;
}
