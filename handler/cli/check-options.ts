import type { Environment } from '#core/intrinsics/resolved-template';
import { type CommandIo, UsageError } from './command';
import { parametersOf } from './parameter-values';
import { type OptionSpecs, type ParsedOptions, parseOptions, unknownChoice } from './parse-options';
import { FORMATS, type Format, isFormat } from './reporters/formats';

export const CHECK_OPTIONS = {
  format: { takes: FORMATS.join('|'), about: 'how findings are printed (default: text)', oneOf: FORMATS },
  output: { takes: 'format>=<file', about: 'write a report to a file too; repeatable', repeatable: true },
  parameters: {
    takes: 'key=value…|file',
    about: 'parameter values, or a file of them (JSON, YAML, lines, samconfig.toml); repeatable',
    repeatable: true,
  },
  region: { takes: 'region', about: 'where the stack is deployed' },
  account: { takes: 'account id', about: 'the account it is deployed to' },
  'stack-name': { takes: 'name', about: 'the name of the stack' },
  previous: { takes: 'template|folder', about: 'what is deployed now: findings it has already are existing ones' },
  settings: { takes: 'file', about: 'settings, see schema/settings.schema.json' },
  facts: { takes: 'file', about: 'account state recorded before' },
  live: { about: 'read account state with the AWS credentials of the caller' },
  'record-facts': { takes: 'file', about: 'write down what `--live` read, for `--facts`' },
  'fail-on': {
    takes: 'block|warn|never',
    about: 'what makes the exit status 1 (default: block)',
    oneOf: ['block', 'warn', 'never'],
  },
  'all-scenarios': { about: 'judge every combination of what conditions and `AllowedValues` leave open' },
  help: { about: 'show this help' },
} as const satisfies OptionSpecs;

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly outputs: readonly ReportTarget[];
  readonly environment: Environment;
  readonly previous: string | undefined;
  readonly settingsFile: string | undefined;
  readonly factsFile: string | undefined;
  readonly allScenarios: boolean;
  readonly live: boolean;
  readonly recordFile: string | undefined;
  /** Levels that make the command fail. */
  readonly failingLevels: readonly string[];
}

/** `file` is missing for standard output. */
interface ReportTarget {
  readonly format: Format;
  readonly file: string | undefined;
}

const FAILING_LEVELS = new Map([
  ['block', ['block']],
  ['warn', ['block', 'warn']],
  ['never', []],
]);

/** Answers nothing if only the help was asked for. */
export async function readCheckOptions(args: readonly string[], io: CommandIo): Promise<CheckOptions | undefined> {
  const options = parseOptions(repeatParameters(args), CHECK_OPTIONS);
  if (options.value('help') !== undefined) return undefined;
  if (options.positionals.length === 0) {
    throw new UsageError(
      'no template given',
      'name a file, a folder, or - for standard input: `cfn-permission-hook check template.yaml`',
    );
  }
  return {
    paths: options.positionals,
    outputs: [
      { format: formatOf('--format', options.value('format') ?? 'text'), file: undefined },
      ...options.values('output').map(targetOf),
    ],
    environment: await environmentOf(options, io),
    previous: options.value('previous'),
    settingsFile: options.value('settings'),
    factsFile: options.value('facts'),
    allScenarios: options.value('all-scenarios') !== undefined,
    live: options.value('live') !== undefined,
    recordFile: recordFileOf(options),
    failingLevels: FAILING_LEVELS.get(options.value('fail-on') ?? 'block') ?? [],
  };
}

function recordFileOf(options: ParsedOptions): string | undefined {
  const file = options.value('record-facts');
  if (file !== undefined && options.value('live') === undefined)
    throw new UsageError('`--record-facts` writes down what `--live` read', 'add `--live`');
  return file;
}

/** `--parameters A=1 B=2` is spelt as AWS's own tools have it: one option, several values. */
function repeatParameters(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, at) => {
    if (isParameterValue(args, at)) return args[at - 1] === OPTION ? [arg] : [OPTION, arg];
    return [arg];
  });
}

const OPTION = '--parameters';

function isParameterValue(args: readonly string[], at: number): boolean {
  if (args[at - 1] === OPTION) return true;
  let before = at - 1;
  while (/^\w+=/u.test(args[before] ?? '') && args[before - 1] !== OPTION) before -= 1;
  return /^\w+=/u.test(args[at] ?? '') && before > 0 && args[before - 1] === OPTION;
}

function targetOf(value: string): ReportTarget {
  const at = value.indexOf('=');
  if (at <= 0 || at === value.length - 1) {
    throw new UsageError(
      `\`--output\` does not understand \`${value}\``,
      'write `--output <format>=<file>`, e.g. `--output sarif=findings.sarif`',
    );
  }
  return { format: formatOf('--output', value.slice(0, at)), file: value.slice(at + 1) };
}

function formatOf(option: string, value: string): Format {
  if (!isFormat(value)) throw unknownChoice(option, value, FORMATS);
  return value;
}

async function environmentOf(options: ParsedOptions, io: CommandIo): Promise<Environment> {
  const region = options.value('region');
  const account = options.value('account');
  const stackName = options.value('stack-name');
  if (account !== undefined && !/^\d{12}$/u.test(account)) {
    throw new UsageError(`\`--account\` does not understand \`${account}\``, 'an account id has twelve digits');
  }
  if (region !== undefined && !/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/u.test(region)) {
    throw new UsageError(`\`--region\` does not understand \`${region}\``, 'a region looks like `eu-west-1`');
  }
  return {
    parameters: await parametersOf(options.values('parameters'), io),
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(stackName === undefined ? {} : { stackName }),
  };
}
