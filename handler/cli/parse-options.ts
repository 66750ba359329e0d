import { nearestName } from '#settings/nearest-name';
import { parseArgs } from 'node:util';
import { UsageError } from './command';

/** One option of a command, as the help shows it. */
interface OptionSpec {
  readonly about: string;
  /** What stands for its value in the help; an option without one is a switch. */
  readonly takes?: string;
  readonly oneOf?: readonly string[];
  readonly repeatable?: true;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface ParsedOptions {
  readonly positionals: readonly string[];
  /** The last value given; a switch that was given is the empty text. */
  readonly value: (name: string) => string | undefined;
  readonly values: (name: string) => readonly string[];
}

/** Reads the arguments of one command; whatever it does not understand is a `UsageError` that names what was probably meant. */
export function parseOptions(args: readonly string[], specs: OptionSpecs): ParsedOptions {
  const types = Object.entries(specs).map(
    ([name, spec]) => [name, { type: spec.takes === undefined ? 'boolean' : 'string', multiple: true }] as const,
  );
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    strict: false,
    tokens: true,
  });
  const valuesByName = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (spec === undefined) throw unknownOption(token.rawName, specs);
    const value = checkValue(token, spec);
    const values = valuesByName.get(token.name) ?? [];
    if (values.length > 0 && spec.repeatable !== true)
      throw new UsageError(`option \`${token.rawName}\` is given twice`);
    valuesByName.set(token.name, [...values, value]);
  }
  return {
    positionals,
    value: (name) => valuesByName.get(name)?.at(-1),
    values: (name) => valuesByName.get(name) ?? [],
  };
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function checkValue({ rawName, value, inlineValue }: OptionToken, spec: OptionSpec): string {
  if (spec.takes === undefined) {
    if (value !== undefined) throw new UsageError(`option \`${rawName}\` takes no value`);
    return '';
  }
  const isNextOption = inlineValue === false && value !== undefined && value.startsWith('-') && value !== '-';
  if (value === undefined || value === '' || isNextOption) {
    throw new UsageError(`option \`${rawName}\` needs a value`, `write \`${rawName} <${spec.takes}>\``);
  }
  if (spec.oneOf !== undefined && !spec.oneOf.includes(value)) throw unknownChoice(rawName, value, spec.oneOf);
  return value;
}

function unknownOption(rawName: string, specs: OptionSpecs): UsageError {
  const nearest = nearestName(rawName.replace(/^-+/u, ''), Object.keys(specs));
  return new UsageError(
    `unknown option \`${rawName}\``,
    nearest === undefined ? undefined : `did you mean \`--${nearest}\`?`,
  );
}

export function unknownChoice(option: string, value: string, choices: readonly string[]): UsageError {
  const nearest = nearestName(value, choices);
  const hint =
    nearest === undefined
      ? `use one of ${choices.join(', ')}`
      : `did you mean \`${nearest}\`? (one of ${choices.join(', ')})`;
  return new UsageError(`\`${option}\` does not know \`${value}\``, hint);
}

/** The options as aligned lines of a help text. */
export function describeOptions(specs: OptionSpecs): string {
  const lines = Object.entries(specs).map(([name, spec]) => ({
    left: `  --${name}${spec.takes === undefined ? '' : ` <${spec.takes}>`}`,
    about: spec.about,
  }));
  const width = Math.max(...lines.map(({ left }) => left.length)) + 2;
  return lines.map(({ left, about }) => `${left.padEnd(width)}${about}\n`).join('');
}
