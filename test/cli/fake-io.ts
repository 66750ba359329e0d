import { NO_FACTS } from '#core/facts/facts';
import { InputError, type ProcessIo } from '#cli/command';
import { readText } from '#cli/read-text';
import { run } from '#cli/run';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly written: ReadonlyMap<string, string>;
}

/** Runs a command line in this process; `-` reads `stdin`, other paths are files. */
export async function runCommand(
  args: readonly string[],
  changes: Partial<ProcessIo> & { stdin?: string } = {},
): Promise<Ran> {
  const printed = { out: '', err: '' };
  const written = new Map<string, string>();
  const { stdin, ...others } = changes;
  const io: ProcessIo = {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
    readText: (path) => (path === '-' ? Promise.resolve(stdin ?? '') : readText(path)),
    writeText: (path, text) => {
      if (path.startsWith('/nowhere/')) throw new InputError(`\`${path}\` cannot be written`);
      written.set(path, text);
      return Promise.resolve();
    },
    referenceFacts: NO_FACTS,
    today: '2026-11-01',
    terminal: { colour: false, progress: false },
    ...others,
  };
  const status = await run(args, io);
  return { status, ...printed, written };
}
