import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandIo } from './command';
import type { TemplateFile } from './find-templates';

/**
 * The text that is deployed now: `--previous` itself, or for a folder the file of the same place in it.
 * A template that the folder does not have is new, and all its findings are.
 */
export async function previousTextOf(
  previous: string | undefined,
  file: TemplateFile,
  io: CommandIo,
): Promise<string | undefined> {
  if (previous === undefined) return undefined;
  const isFolder = previous !== '-' && (await isOfKind(previous, 'folder'));
  if (!isFolder) return io.readText(previous);
  const path = join(previous, file.relative);
  return (await isOfKind(path, 'file')) ? io.readText(path) : undefined;
}

async function isOfKind(path: string, kind: 'file' | 'folder'): Promise<boolean> {
  return stat(path).then(
    (stats) => (kind === 'file' ? stats.isFile() : stats.isDirectory()),
    () => false,
  );
}
