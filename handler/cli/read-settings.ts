import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';
import type { CommandIo } from './command';

export async function readSettings(file: string | undefined, io: CommandIo): Promise<Settings> {
  if (file === undefined) return DEFAULT_SETTINGS;
  await io.readText(file);
  return DEFAULT_SETTINGS;
}
