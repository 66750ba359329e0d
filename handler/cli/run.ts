import { nearestName } from '#settings/nearest-name';
import { type Command, EXIT, InputError, type ProcessIo, UsageError } from './command';
import { version } from './version';

interface CommandEntry {
  readonly usage: string;
  readonly about: string;
  /** Loaded when called, so that one command does not pay for another. */
  readonly load: () => Promise<Command>;
}

const COMMANDS = new Map<string, CommandEntry>([
  [
    'check',
    {
      usage: 'check <path…>',
      about: 'judge templates: files, folders, a CDK cloud assembly, or - for standard input',
      load: async () => (await import('./check')).checkCommand,
    },
  ],
  [
    'decide',
    {
      usage: 'decide <file|->',
      about: 'decide IAM requests given with their policies, offline',
      load: async () => (await import('./decide')).decideCommand,
    },
  ],
  [
    'rules',
    {
      usage: 'rules [id]',
      about: 'the catalogue of rules, or one of them',
      load: async () => (await import('./rules')).rulesCommand,
    },
  ],
  [
    'replay',
    {
      usage: 'replay <event.json>',
      about: 'run the hook itself on a recorded event of CloudFormation',
      load: async () => (await import('./replay')).replayCommand,
    },
  ],
]);

/** Runs one command line; whatever goes wrong is said on standard error and answered as an exit status. */
export async function run(args: readonly string[], io: ProcessIo): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    io.err(describeFailure(error));
    return EXIT.unusable;
  }
}

async function dispatch(args: readonly string[], io: ProcessIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') return say(io, `${version}\n`);
  if (name === undefined) throw new UsageError('no command given', `\n${help()}`);
  if (name === '--help' || name === '-h' || name === 'help') return say(io, help());
  const entry = COMMANDS.get(name);
  if (entry === undefined) throw unknownCommand(name);
  const command = await entry.load();
  return command(rest, io);
}

function say(io: ProcessIo, text: string): number {
  io.out(text);
  return EXIT.passed;
}

function unknownCommand(name: string): UsageError {
  if (name.startsWith('-')) {
    return new UsageError(`unknown option \`${name}\``, 'a command comes first: `cfn-permission-hook check <path…>`');
  }
  const nearest = nearestName(name, COMMANDS.keys());
  const hint = nearest === undefined ? `use one of ${[...COMMANDS.keys()].join(', ')}` : `did you mean \`${nearest}\`?`;
  return new UsageError(`unknown command \`${name}\``, hint);
}

function help(): string {
  const entries = [...COMMANDS.values()];
  const width = Math.max(...entries.map(({ usage }) => usage.length)) + 2;
  const lines = entries.map(({ usage, about }) => `  ${usage.padEnd(width)}${about}\n`).join('');
  return [
    'Says before a deployment whether every access of a Lambda function in a CloudFormation template will work.\n\n',
    'Usage: cfn-permission-hook <command> [options]\n\n',
    lines,
    '\n  --help after a command shows its options; --version shows the version\n',
    '\nExit status: 0 nothing found at the failing level, 1 findings at it, 2 usage error, unreadable input or a fault of ours\n',
  ].join('');
}

function describeFailure(error: unknown): string {
  if (error instanceof UsageError || error instanceof InputError) {
    const lead = error instanceof UsageError ? 'cfn-permission-hook: ' : '';
    return `${lead}${error.message}\n${error.hint === undefined ? '' : `  hint: ${error.hint}\n`}`;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `cfn-permission-hook: a fault of ours, please report it with the template: ${detail}\n`;
}
