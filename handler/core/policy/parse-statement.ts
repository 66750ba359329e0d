import { hole, literalOf, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { itemsOf, textOfValue, type MapValue, type Value } from '#core/value/value';
import type { Condition, ListElement, Pattern, PolicyProblem, Statement } from './document';
import { reject, type ElementValue, type ParseFindings } from './parse-findings';
import { parsePrincipals } from './parse-principals';

const ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

export function parseStatement(map: MapValue): {
  readonly statement: Statement;
  readonly problems: readonly PolicyProblem[];
} {
  const found: ParseFindings = { problems: [], unknowns: map.open === undefined ? [] : [map.open] };
  for (const [key, { origin }] of map.entries) {
    if (!ELEMENTS.has(key)) reject(found, { message: `a statement has no element \`${key}\``, origin });
  }
  const sid = literalOf(textOfValue(map.entries.get('Sid')) ?? []);
  const principals = elementOf(map, 'Principal', found);
  const actions = elementOf(map, 'Action', found);
  const resources = elementOf(map, 'Resource', found);
  if (actions === undefined && map.open === undefined)
    reject(found, { message: 'the statement has neither `Action` nor `NotAction`', origin: map.origin });
  const statement: Statement = {
    sid: sid === '' ? undefined : sid,
    effect: parseEffect(map, found),
    principals: principals === undefined ? undefined : parsePrincipals(principals, found),
    actions: actions === undefined ? undefined : parseList(actions, found),
    resources: resources === undefined ? undefined : parseList(resources, found),
    conditions: parseConditions(map.entries.get('Condition'), found),
    unknowns: found.unknowns,
    origin: map.origin,
  };
  return { statement, problems: found.problems };
}

function parseEffect(map: MapValue, found: ParseFindings): Statement['effect'] {
  const value = map.entries.get('Effect');
  const text = textOfValue(value);
  const literal = literalOf(text ?? []);
  if (literal === 'Allow' || literal === 'Deny') return literal;
  const hidden = text?.find((part) => typeof part !== 'string');
  if (hidden !== undefined) found.unknowns.push(hidden.reason);
  else if (value !== undefined || map.open === undefined)
    reject(found, { message: '`Effect` must be `Allow` or `Deny`', origin: (value ?? map).origin });
  return 'unknown';
}

/** `X` or `NotX`; both at once is an error. */
function elementOf(
  map: MapValue,
  name: 'Action' | 'Resource' | 'Principal',
  found: ParseFindings,
): ElementValue | undefined {
  const plain = map.entries.get(name);
  const negated = map.entries.get(`Not${name}`);
  if (plain !== undefined && negated !== undefined)
    reject(found, { message: `\`${name}\` and \`Not${name}\` exclude each other`, origin: negated.origin });
  const value = plain ?? negated;
  return value === undefined ? undefined : { value, negated: plain === undefined };
}

function parseList({ value, negated }: ElementValue, found: ParseFindings): ListElement {
  const patterns = itemsOf(value).flatMap((item): Pattern[] => {
    const text = textOfValue(item);
    if (text !== undefined) return [{ text, origin: item.origin }];
    reject(found, { message: 'a list of strings is expected here', origin: item.origin });
    return [];
  });
  if (patterns.length === 0) found.problems.push({ message: 'an empty list matches nothing', origin: value.origin });
  return { negated, patterns };
}

function parseConditions(value: Value | undefined, found: ParseFindings): readonly Condition[] {
  return entriesOf(value, found).flatMap(([operator, block]) => {
    const entries = entriesOf(block, found);
    const keys = new Map(entries.map(([key]) => [key.toLowerCase(), key]));
    if (keys.size < entries.length)
      reject(found, {
        message: `\`${operator}\` has one condition key twice, in different case`,
        origin: block.origin,
      });
    return entries.map(([key, given]) => ({ operator, key, values: valuesOf(given, found), origin: given.origin }));
  });
}

function entriesOf(value: Value | undefined, found: ParseFindings): readonly (readonly [string, Value])[] {
  switch (value?.kind) {
    case undefined:
      return [];
    case 'map':
      if (value.open !== undefined) found.unknowns.push(value.open);
      return [...value.entries];
    case 'unknown':
      found.unknowns.push(value.reason);
      return [];
    case 'text':
    case 'scalar':
    case 'list':
      reject(found, {
        message: 'a condition must be a JSON object of operators with their keys',
        origin: value.origin,
      });
      return [];
  }
}

function valuesOf(value: Value, found: ParseFindings): readonly Text[] | UnknownReason {
  if (value.kind === 'unknown') return value.reason;
  return itemsOf(value).map((item) => {
    const text = textOfValue(item);
    if (text !== undefined) return text;
    const problem = { message: 'a condition value must be a string, number or boolean', origin: item.origin };
    reject(found, problem);
    return [hole('unreadable condition value', { kind: 'statement-unreadable', detail: problem.message })];
  });
}
