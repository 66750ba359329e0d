import { factKey, type Fact } from '#core/facts/facts';
import type { Text } from '#core/value/text';
import type { Value } from '#core/value/value';
import type { Resolution } from './resolved-template';

/** What follows from the properties that CloudFormation worked out: values of parameters, exports and stored parameters. */
export interface ToldValues {
  readonly parameters: ReadonlyMap<string, string | readonly string[]>;
  readonly facts: ReadonlyMap<string, Fact>;
}

/**
 * Compares what the template leaves open with what a change set says of it: where one unknown part is all that is missing,
 * the text tells what it is. Two answers for one part tell nothing.
 */
export function toldValues(resolution: Resolution, told: ReadonlyMap<string, unknown>): ToldValues {
  const found = new Map<string, Answer | undefined>();
  for (const { resources } of resolution.scenarios) {
    for (const [logicalId, properties] of told) {
      const resource = resources.get(logicalId);
      if (resource !== undefined) compare({ value: resource.properties, told: properties }, found);
    }
  }
  return sorted(found);
}

type Answer = string | readonly string[];
interface Pair {
  readonly value: Value;
  readonly told: unknown;
}

function compare(root: Pair, found: Map<string, Answer | undefined>): void {
  const open: Pair[] = [root];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const answer = answerOf(pair);
    if (answer !== undefined) note(found, answer.symbol, answer.told);
    else open.push(...partsOf(pair));
  }
}

interface SymbolAnswer {
  readonly symbol: string;
  readonly told: Answer;
}

function answerOf({ value, told }: Pair): SymbolAnswer | undefined {
  if (value.kind === 'text') return typeof told === 'string' && isSaid(told) ? fitting(value.text, told) : undefined;
  if (value.kind !== 'unknown') return undefined;
  if (typeof told === 'string') return isSaid(told) ? { symbol: value.symbol, told } : undefined;
  return isTexts(told) && told.every(isSaid) ? { symbol: value.symbol, told } : undefined;
}

/** The text with its one unknown part cut out of what was told. */
function fitting(text: Text, told: string): SymbolAnswer | undefined {
  const at = text.findIndex((part) => typeof part !== 'string');
  const part = text[at];
  if (typeof part !== 'object' || text.length > at + 2) return undefined;
  const [start = '', end = ''] = [at === 0 ? '' : text[0], text[at + 1]];
  if (typeof start !== 'string' || typeof end !== 'string') return undefined;
  const length = told.length - start.length - end.length;
  if (length < 0 || !told.startsWith(start) || !told.endsWith(end)) return undefined;
  return { symbol: part.symbol, told: told.slice(start.length, start.length + length) };
}

function partsOf({ value, told }: Pair): readonly Pair[] {
  if (value.kind === 'map' && isRecord(told)) {
    const byKey = new Map(Object.entries(told));
    return [...value.entries].map(([key, entry]) => ({ value: entry, told: byKey.get(key) }));
  }
  // A list of another length has items that the template does not show; which they are cannot be told.
  if (value.kind !== 'list' || !Array.isArray(told) || value.items.length !== told.length) return [];
  return value.items.map((item, index): Pair => ({ value: item, told: told[index] }));
}

const NOT_YET_KNOWN = '{{changeSet:';
const UNRESOLVED = '{{resolve:';
const MASK = /^\*{4,}$/;

/** AWS: what is known only after the change is said in the words of a placeholder, what is secret as asterisks. */
function isSaid(told: string): boolean {
  return !told.includes(NOT_YET_KNOWN) && !told.includes(UNRESOLVED) && !MASK.test(told);
}

function note(found: Map<string, Answer | undefined>, symbol: string, told: Answer): void {
  const known = found.get(symbol);
  const isSame = !found.has(symbol) || (known !== undefined && JSON.stringify(known) === JSON.stringify(told));
  found.set(symbol, isSame ? told : undefined);
}

function sorted(found: ReadonlyMap<string, Answer | undefined>): ToldValues {
  const parameters = new Map<string, Answer>();
  const facts = new Map<string, Fact>();
  for (const [symbol, told] of found) {
    const [kind, name] = cutAtColon(symbol);
    if (told === undefined || name === '') continue;
    if (kind === 'param') parameters.set(name, told);
    if (typeof told !== 'string') continue;
    if (kind === 'import') facts.set(factKey({ kind: 'export', id: name }), { status: 'found', value: told });
    if (kind === 'ssm') facts.set(factKey({ kind: 'ssm-parameter', id: name }), { status: 'found', value: told });
  }
  return { parameters, facts };
}

function cutAtColon(symbol: string): readonly [string, string] {
  const at = symbol.indexOf(':');
  return [symbol.slice(0, Math.max(0, at)), symbol.slice(at + 1)];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
