import { literalOf, mayHide, splitText, textOf, type Text } from '#core/value/text';
import type { TemplateNode } from '#core/template/node';
import type { UnknownReason } from '#core/value/unknown-reason';
import { textOfValue, type Value } from '#core/value/value';
import { withDynamicReferences } from './dynamic-reference';
import { substituted } from './references';
import { textValue, unknownText, unknownValue } from './make-value';
import { inside, lengthOf, refused, symbolOf, unknownCall, unresolved, type Call, type Where } from './resolver';

const MAX_TEXT = 262_144;

/** One text of many, unless it grows beyond all use. */
export function joined(call: Call, parts: readonly Text[]): Value {
  const length = parts.reduce((sum, part) => sum + lengthOf(part), 0);
  const isTooLong = length > MAX_TEXT || !call.resolver.spend(length >> 6);
  if (isTooLong) return unknownCall(call, unresolved(call.name, 'the text is too long'));
  return textValue(withDynamicReferences(textOf(parts.flat()), call.resolver.scope), call.origin);
}

/** The items of an argument list such as `[delimiter, list]`; nothing if it is none or has too few. */
export function argumentsOf(call: Call, least: number): readonly TemplateNode[] | undefined {
  const { argument } = call;
  return argument.kind === 'seq' && argument.items.length >= least ? argument.items : undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
export function sub(call: Call): Value | undefined {
  const { argument, where, resolver } = call;
  const [template, variables] = argument.kind === 'seq' ? argument.items : [argument];
  if (template?.kind !== 'scalar') return refused(call, 'its first argument is not a string');
  const given = variables?.kind === 'map' ? variables.entries : undefined;
  const resolved = new Map<string, Text>();
  const parts = cutAtVariables(template.text).map((part): Text => {
    if (typeof part === 'string') return textOf(part);
    const before = resolved.get(part.variable);
    if (before !== undefined) return before;
    const own = given?.get(part.variable);
    const value =
      own === undefined
        ? substituted(call, part.variable)
        : resolver.resolve(own.value, inside(inside(where, 1), part.variable));
    const text = textOfValue(value) ?? notAString(call, part.variable);
    resolved.set(part.variable, text);
    return text;
  });
  return joined(call, parts);
}

function notAString(call: Call, variable: string): Text {
  return textOf(...unknownText(refused(call, `\`${variable}\` is not a string`)));
}

interface Variable {
  readonly variable: string;
}
const VARIABLE = /\$\{([^{}]*)\}/;

/** `${!x}` is the text `${x}`; a `${` that nothing closes is itself. */
function cutAtVariables(template: string): readonly (string | Variable)[] {
  if (!template.includes('${')) return [template];
  return template.split(VARIABLE).map((piece, index) => {
    if (index % 2 === 0) return piece;
    return piece.startsWith('!') ? `\${${piece.slice(1)}}` : { variable: piece.trim() };
  });
}

export function join(call: Call): Value | undefined {
  const [delimiterNode, listNode] = argumentsOf(call, 2) ?? [];
  if (delimiterNode === undefined || listNode === undefined) return refused(call, 'it takes a delimiter and a list');
  const { where, resolver } = call;
  const delimiterValue = resolver.resolve(delimiterNode, inside(where, 0));
  const list = resolver.resolve(listNode, inside(where, 1));
  const delimiter = textOfValue(delimiterValue);
  if (delimiter === undefined) return refused(call, 'its delimiter is not a string');
  if (list?.kind === 'unknown') return hidden(call, [delimiterValue, list], list.reason);
  if (list?.kind !== 'list') return refused(call, 'its second argument is not a list');
  const vanishing = list.items.find(mayVanish);
  if (vanishing !== undefined) return hidden(call, [delimiterValue, list], vanishing.reason);
  const parts: Text[] = [];
  for (const [index, item] of list.items.entries()) {
    const text = textOfValue(item);
    if (text === undefined) return refused(call, `item ${index} of its list is not a string`);
    if (index > 0) parts.push(delimiter);
    parts.push(text);
  }
  return joined(call, parts);
}

/** A text of which nothing is known but that equal calls give the same. */
function hidden(call: Call, operands: readonly (Value | undefined)[], reason: UnknownReason): Value {
  return textValue(unknownText({ symbol: symbolOf(call, operands), reason }), call.origin);
}

/** True of an item that an undecided condition may remove, which would shift those after it. */
export function mayVanish(value: Value): value is Value & { readonly kind: 'unknown' } {
  return value.kind === 'unknown' && value.reason.kind === 'condition-undecided';
}

interface Pieces {
  readonly pieces: readonly Text[];
  /** So many of them, from the first on, are surely pieces of their own. */
  readonly sure: number;
  readonly delimiter: string;
  readonly source: Value;
}

function piecesOf(call: Call): Pieces | string {
  const [delimiterNode, sourceNode] = argumentsOf(call, 2) ?? [];
  if (delimiterNode === undefined || sourceNode === undefined) return 'it takes a delimiter and a string';
  const delimiterText = textOfValue(call.resolver.resolve(delimiterNode, inside(call.where, 0)));
  const delimiter = delimiterText === undefined ? undefined : literalOf(delimiterText);
  const source = call.resolver.resolve(sourceNode, inside(call.where, 1));
  const text = textOfValue(source);
  if (delimiter === undefined || delimiter === '') return 'its delimiter is not a known string';
  if (text === undefined || source === undefined) return 'its second argument is not a string';
  const pieces = splitText(text, delimiter);
  const hiding = pieces.findIndex((piece) => mayHideAny(piece, delimiter));
  return { pieces, sure: hiding < 0 ? pieces.length : hiding, delimiter, source };
}

/** A hole that may hold any character of a delimiter may be a part of one. */
function mayHideAny(text: Text, delimiter: string): boolean {
  return Array.from(delimiter).some((character) => mayHide(text, character));
}

export function split(call: Call): Value | undefined {
  const result = piecesOf(call);
  if (typeof result === 'string') return refused(call, result);
  const { pieces, sure, source } = result;
  if (sure === pieces.length && call.resolver.spend(pieces.length)) {
    return { kind: 'list', items: pieces.map((piece) => textValue(piece, call.origin)), origin: call.origin };
  }
  return unknownValue(
    symbolOf(call, [textValue([result.delimiter], call.origin), source]),
    reasonOf(source),
    call.origin,
  );
}

function reasonOf(value: Value): UnknownReason {
  if (value.kind === 'unknown') return value.reason;
  const hole = value.kind === 'text' ? value.text.find((part) => typeof part !== 'string') : undefined;
  return hole?.reason ?? unresolved('Fn::Split', 'its pieces are not known');
}

export function select(call: Call): Value | undefined {
  const [indexNode, listNode] = argumentsOf(call, 2) ?? [];
  if (indexNode === undefined || listNode === undefined) return refused(call, 'it takes an index and a list');
  const { where, resolver } = call;
  const indexValue = resolver.resolve(indexNode, inside(where, 0));
  const index = indexOf(indexValue);
  if (index !== undefined) {
    const piece = selectPiece(call, index, { node: listNode, where: inside(where, 1) });
    if (piece !== undefined) return piece;
  }
  const list = resolver.resolve(listNode, inside(where, 1));
  if (list?.kind === 'unknown') return hidden(call, [indexValue, list], list.reason);
  if (list?.kind !== 'list') return refused(call, 'its second argument is not a list');
  if (index === undefined) return unknownCall(call, unresolved(call.name, 'its index is not known'));
  const vanishing = list.items.slice(0, index + 1).find(mayVanish);
  if (vanishing !== undefined) return hidden(call, [indexValue, list], vanishing.reason);
  return list.items[index] ?? refused(call, `its list has no item ${index}`);
}

function indexOf(value: Value | undefined): number | undefined {
  const text = textOfValue(value);
  const literal = text === undefined ? undefined : literalOf(text);
  return literal !== undefined && /^[0-9]{1,9}$/.test(literal) ? Number(literal) : undefined;
}

/** A piece of a split text can be known where the whole list is not. */
function selectPiece(
  call: Call,
  index: number,
  list: { readonly node: TemplateNode; readonly where: Where },
): Value | undefined {
  const entry =
    list.node.kind === 'map' && list.node.entries.size === 1 ? list.node.entries.get('Fn::Split') : undefined;
  if (entry === undefined) return undefined;
  const splitCall: Call = { ...call, name: 'Fn::Split', argument: entry.value, where: inside(list.where, 'Fn::Split') };
  const result = piecesOf(splitCall);
  if (typeof result === 'string') return undefined;
  const piece = result.pieces[index];
  if (piece !== undefined && index < result.sure) return textValue(piece, call.origin);
  if (result.sure === result.pieces.length) return refused(call, `its list has no item ${index}`);
  const delimiter = textValue([result.delimiter], call.origin);
  const symbol = `${symbolOf(splitCall, [delimiter, result.source])}[${index}]`;
  const shape = { without: result.delimiter.length === 1 ? result.delimiter : '', minLength: 0, maxLength: Infinity };
  return textValue(unknownText({ symbol, reason: reasonOf(result.source) }, shape), call.origin);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64(call: Call): Value | undefined {
  const value = call.resolver.resolve(call.argument, call.where);
  const text = textOfValue(value);
  if (text === undefined) return refused(call, 'its argument is not a string');
  const literal = literalOf(text);
  if (literal === undefined || literal.length > MAX_TEXT) {
    const hole = text.find((part) => typeof part !== 'string');
    return hidden(call, [value], hole?.reason ?? unresolved(call.name, 'the text is too long'));
  }
  call.resolver.spend(literal.length >> 4);
  return textValue(textOf(encodeBase64(literal)), call.origin);
}

function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    const letter = (shift: number): string => ALPHABET.charAt((bits >> shift) & 63);
    groups.push(
      letter(18) + letter(12) + (second === undefined ? '=' : letter(6)) + (third === undefined ? '=' : letter(0)),
    );
  }
  return groups.join('');
}
