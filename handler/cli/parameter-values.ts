import { type CommandIo, UsageError } from './command';
import { parameterPairs } from './parameter-file';
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
