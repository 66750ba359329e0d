import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';
import { parseSettings } from '#settings/parse-settings';
import { type CommandIo, InputError } from './command';

export async function readSettings(file: string | undefined, io: CommandIo): Promise<Settings> {
  if (file === undefined) return DEFAULT_SETTINGS;
  const parsed = parseSettings(await io.readText(file), file);
  if ('settings' in parsed) return parsed.settings;
  const [first, ...others] = parsed.problems.map(({ place, message, hint }) => {
    return `${place}: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}`;
  });
  throw new InputError([first, ...others].join('\n'));
}
