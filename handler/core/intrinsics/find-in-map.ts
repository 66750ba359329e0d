import type { MapEntry, TemplateNode } from '#core/template/node';
import { literalOf, showText, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { textOfValue, type Value } from '#core/value/value';
import { textValue, unknownText, unknownValue } from './make-value';
import { shapeOfAny } from './parameters';
import { inside, pinnedAt, refused, symbolOf, unknownCall, type Call } from './resolver';
import { argumentsOf } from './text-functions';

interface Lookup {
  readonly mapping: Text;
  readonly keys: readonly [Text, Text];
  /** `DefaultValue` of the language extensions. */
  readonly otherwise: TemplateNode | undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html */
export function findInMap(call: Call): Value | undefined {
  const lookup = lookupOf(call);
  if (typeof lookup === 'string') return refused(call, lookup);
  const mapping = literalOf(lookup.mapping);
  const found = mapping === undefined ? undefined : candidatesIn(call, mapping, lookup);
  const [only] = found?.length === 1 ? found : [];
  const isKnown = found !== undefined && lookup.keys.every((key) => literalOf(key) !== undefined);
  // Where the keys are not known, a default may be meant for them.
  if (only !== undefined && (isKnown || lookup.otherwise === undefined)) {
    return call.resolver.resolve(only.value, pinnedAt(call.origin));
  }
  if (found?.length === 0 && (isKnown || lookup.otherwise === undefined)) return missing(call, lookup);
  return oneOf(call, lookup, found ?? []);
}

function lookupOf(call: Call): Lookup | string {
  const [mapNode, firstNode, secondNode, options] = argumentsOf(call, 3) ?? [];
  if (mapNode === undefined || firstNode === undefined || secondNode === undefined)
    return 'it takes a mapping and two keys';
  const [mapping, first, second] = [mapNode, firstNode, secondNode].map((node, index) =>
    textOfValue(call.resolver.resolve(node, inside(call.where, index))),
  );
  if (mapping === undefined || first === undefined || second === undefined)
    return 'its mapping and keys are not strings';
  const otherwise = options?.kind === 'map' ? options.entries.get('DefaultValue')?.value : undefined;
  return { mapping, keys: [first, second], otherwise };
}

/** Entries that the keys may lead to; an unknown key leads to all. Equal strings count once. */
function candidatesIn(call: Call, mapping: string, { keys }: Lookup): readonly MapEntry[] | undefined {
  const node = call.resolver.scope.mappings.get(mapping)?.value;
  if (node === undefined) return [];
  if (node.kind !== 'map') return undefined;
  const [first, second] = keys.map(literalOf);
  const cells = entriesAt(node, first).flatMap(({ value }) => entriesAt(value, second));
  const distinct = new Map(cells.map((cell) => [cell.value.kind === 'scalar' ? cell.value.text : cell, cell]));
  return [...distinct.values()];
}

function entriesAt(node: TemplateNode, key: string | undefined): readonly MapEntry[] {
  if (node.kind !== 'map') return [];
  if (key === undefined) return [...node.entries.values()];
  const entry = node.entries.get(key);
  return entry === undefined ? [] : [entry];
}

function missing(call: Call, { mapping, keys, otherwise }: Lookup): Value | undefined {
  if (otherwise !== undefined) {
    return call.resolver.resolve(otherwise, inside(inside(call.where, 3), 'DefaultValue'));
  }
  const [macro] = call.resolver.scope.unknowns;
  if (macro !== undefined) return unknownCall(call, macro);
  const [first, second] = keys.map(showText);
  return refused(call, `mapping \`${showText(mapping)}\` has no entry \`${first ?? ''}\`, \`${second ?? ''}\``);
}

/** One of several values, which one not being known: of strings the common shape is. */
function oneOf(call: Call, { mapping, keys, otherwise }: Lookup, cells: readonly MapEntry[]): Value {
  const symbol = symbolOf(
    call,
    [mapping, ...keys].map((text) => textValue(text, call.origin)),
  );
  const reason: UnknownReason = { kind: 'mapping-key-unknown', mapping: showText(mapping) };
  const strings = cells.flatMap(({ value }) => (value.kind === 'scalar' ? value.text : []));
  const areAllStrings = strings.length > 0 && strings.length === cells.length && otherwise === undefined;
  if (!areAllStrings) return unknownValue(symbol, reason, call.origin);
  return textValue(unknownText({ symbol, reason }, shapeOfAny(strings)), call.origin);
}
