import type { Origin } from '#core/value/origin';
import { textOf, type Hole, type Text } from '#core/value/text';
import type { Value } from '#core/value/value';

/** Characters of Unicode's private use area, which stand for holes while the text is read as JSON. */
const OPEN = '\uE000';
const CLOSE = '\uE001';
/** Deeper than any definition a service accepts. */
const MAX_DEPTH = 150;

/** Reads JSON of which some parts are not known: a hole inside a string stays in it, one outside becomes a string. */
export function valueOfJsonText(text: Text, origin: Origin): Value | undefined {
  const holes: Hole[] = [];
  let written = '';
  let quotes: Quotes = { isInside: false, isEscaped: false };
  for (const part of text) {
    if (typeof part === 'string') {
      if (part.includes(OPEN) || part.includes(CLOSE)) return undefined;
      quotes = readQuotes(part, quotes);
      written += part;
      continue;
    }
    const marker = `${OPEN}${holes.length}${CLOSE}`;
    holes.push(part);
    written += quotes.isInside ? marker : `"${marker}"`;
  }
  const parsed = parseJson(written);
  return parsed === undefined ? undefined : valueOf(parsed.json, { holes, origin }, 0);
}

interface Quotes {
  readonly isInside: boolean;
  readonly isEscaped: boolean;
}

function readQuotes(part: string, { isInside, isEscaped }: Quotes): Quotes {
  for (const character of part) {
    if (isEscaped) isEscaped = false;
    else if (isInside && character === '\\') isEscaped = true;
    else if (character === '"') isInside = !isInside;
  }
  return { isInside, isEscaped };
}

function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

interface Reading {
  readonly holes: readonly Hole[];
  readonly origin: Origin;
}

function valueOf(json: unknown, reading: Reading, depth: number): Value {
  const { origin } = reading;
  if (typeof json === 'string') return { kind: 'text', text: textWithHoles(json, reading), origin };
  if (typeof json === 'number' || typeof json === 'boolean' || json === null || json === undefined)
    return { kind: 'scalar', value: json ?? null, text: String(json), origin };
  if (depth >= MAX_DEPTH) return { kind: 'map', entries: new Map(), origin };
  if (Array.isArray(json))
    return { kind: 'list', items: json.map((item) => valueOf(item, reading, depth + 1)), origin };
  const entries = Object.entries(json).map(([key, item]) => [key, valueOf(item, reading, depth + 1)] as const);
  return { kind: 'map', entries: new Map(entries), origin };
}

function textWithHoles(written: string, { holes }: Reading): Text {
  if (!written.includes(OPEN)) return textOf(written);
  const [first = '', ...pieces] = written.split(OPEN);
  return textOf(
    first,
    ...pieces.flatMap((piece) => {
      const end = piece.indexOf(CLOSE);
      const found = holes[Number(piece.slice(0, end))];
      return [...(found === undefined ? [] : [unescaped(found)]), piece.slice(end + 1)];
    }),
  );
}

/** What `Fn::ToJsonString` escaped is the text itself again. */
function unescaped(found: Hole): Hole {
  const inner = /^json\((.*)\)$/s.exec(found.symbol)?.[1];
  return inner === undefined ? found : { ...found, symbol: inner };
}
