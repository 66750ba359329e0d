import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';
import { parseSettings } from '#settings/parse-settings';
import { GateError } from './gate-error';

const VARIABLE = 'PERMISSION_HOOK_SETTINGS';

/** The settings document in the function's environment. One that is not understood is a fault: half of it is not used. */
export function settingsOf(environment: NodeJS.ProcessEnv): Settings {
  const text = environment[VARIABLE] ?? '';
  if (text.trim() === '') return DEFAULT_SETTINGS;
  const parsed = parseSettings(text, VARIABLE);
  if ('settings' in parsed) return parsed.settings;
  const [first] = parsed.problems;
  throw new GateError('settings-unreadable', `${first?.place ?? VARIABLE}: ${first?.message ?? 'not understood'}`);
}
