import type { Facts } from '#core/facts/facts';
import { writeFile } from 'node:fs/promises';
import { InputError, type ProcessIo } from './command';
import { readText } from './read-text';

/** The real terminal, files and clock. */
export function processIo(referenceFacts: Facts): ProcessIo {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', leaveOnClosedPipe);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    readText,
    writeText,
    referenceFacts,
    today: new Date().toISOString().slice(0, 10),
    terminal: {
      colour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
      progress: process.stderr.isTTY,
    },
  };
}

/** `check … | head` closes our output early; that is no fault worth a stack trace. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}

async function writeText(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new InputError(`\`${path}\` cannot be written`, 'name a file in a folder that exists', { cause: error });
  }
}
