import { type CommandIo, InputError, UsageError } from './command';
import { samconfigOverrides } from './samconfig';

type Parameters = ReadonlyMap<string, string | readonly string[]>;

/** Each value is `key=value`, or a file; later ones win. */
export async function parametersOf(values: readonly string[], io: CommandIo): Promise<Parameters> {
  const parameters = new Map<string, string | readonly string[]>();
  for (const value of values) {
    const pairs = value.includes('=') ? [pairOf(value)] : pairsOfFile(await io.readText(value), value);
    for (const [name, given] of pairs) parameters.set(name, given);
  }
  return parameters;
}

type Pair = readonly [string, string | readonly string[]];

function pairsOfFile(text: string, source: string): readonly Pair[] {
  return source.endsWith('.toml') ? samconfigOverrides(text, source) : parameterPairs(text, source);
}

function pairOf(text: string): Pair {
  const at = text.indexOf('=');
  if (at <= 0)
    throw new UsageError(`\`--parameters\` does not understand \`${text}\``, 'write `--parameters Name=value`');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The file formats of AWS's tools: a list of keys and values, a list of `key=value`, or an object, alone or under `Parameters`. */
function parameterPairs(text: string, source: string): readonly Pair[] {
  const document = parseJson(text, source);
  const pairs = Array.isArray(document) ? document.map(pairOfEntry) : pairsOfObject(document);
  const known = pairs.filter((pair) => pair !== undefined);
  if (known.length === pairs.length) return known;
  throw new InputError(
    `${source}:1:1: not a parameter file`,
    'use `[{ "ParameterKey": "Name", "ParameterValue": "value" }]`, `["Name=value"]` or `{ "Parameters": { "Name": "value" } }`',
  );
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${source}:1:1: not JSON`, 'a single parameter is given as `--parameters Name=value`', {
      cause: error,
    });
  }
}

function pairOfEntry(entry: unknown): Pair | undefined {
  if (typeof entry === 'string') return entry.indexOf('=') > 0 ? pairOf(entry) : undefined;
  if (!isObject(entry) || typeof entry['ParameterKey'] !== 'string') return undefined;
  const value = valueOf(entry['ParameterValue']);
  return value === undefined ? undefined : [entry['ParameterKey'], value];
}

function pairsOfObject(document: unknown): readonly (Pair | undefined)[] {
  if (!isObject(document)) return [undefined];
  const parameters = isObject(document['Parameters']) ? document['Parameters'] : document;
  return Object.entries(parameters).map(([name, given]) => {
    const value = valueOf(given);
    return value === undefined ? undefined : [name, value];
  });
}

function valueOf(given: unknown): string | readonly string[] | undefined {
  if (typeof given === 'string') return given;
  if (typeof given === 'number' || typeof given === 'boolean') return String(given);
  return Array.isArray(given) && given.every((item) => typeof item === 'string') ? given : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
