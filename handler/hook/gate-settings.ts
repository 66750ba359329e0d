import type { ReadBudget } from '#account/read-budget';
import type { StoredText } from '#account/stored-text';
import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';
import { sha256 } from './digest';
import { GateError } from './gate-error';

/** The settings an event is answered by, and what the audit record says of them. */
export interface GateSettings {
  readonly settings: Settings;
  readonly note: SettingsNote;
}
export interface SettingsNote {
  readonly source: 'default' | 'environment' | 'parameter';
  /** Changes with every change of the document. */
  readonly version: string;
  /** Why newer settings than these could not be taken. */
  readonly stale?: string;
}

export const DEFAULT_GATE_SETTINGS: GateSettings = {
  settings: DEFAULT_SETTINGS,
  note: { source: 'default', version: 'default' },
};

const VARIABLE = 'PERMISSION_HOOK_SETTINGS';
const PARAMETER_VARIABLE = 'PERMISSION_HOOK_SETTINGS_PARAMETER';
const REFRESH_MILLISECONDS = 60_000;

export interface SettingsTerms {
  readonly environment: NodeJS.ProcessEnv;
  readonly readStored: (name: string, budget: ReadBudget) => Promise<StoredText>;
  /** Milliseconds of the epoch. */
  readonly now: () => number;
}

/**
 * The settings document in the function's environment, or in the SSM parameter that the environment names. One that is not
 * understood is a fault, as half of it is not used; where an earlier one was understood, that one stays.
 */
export function gateSettings({
  environment,
  readStored,
  now,
}: SettingsTerms): (budget: ReadBudget) => Promise<GateSettings> {
  const name = environment[PARAMETER_VARIABLE] ?? '';
  if (name === '') return () => settingsIn(environment[VARIABLE] ?? '');
  let good: { readonly settings: GateSettings; readonly readAt: number } | undefined;
  return async (budget) => {
    if (good !== undefined && now() - good.readAt < REFRESH_MILLISECONDS) return good.settings;
    try {
      good = { settings: await settingsStored(name, await readStored(name, budget)), readAt: now() };
      return good.settings;
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown';
      if (good === undefined) throw error instanceof GateError ? error : unreadable(why);
      return { ...good.settings, note: { ...good.settings.note, stale: why } };
    }
  };
}

async function settingsIn(text: string): Promise<GateSettings> {
  if (text.trim() === '') return DEFAULT_GATE_SETTINGS;
  const version = (await sha256(text)).slice(0, 12);
  return { settings: await understood(text, VARIABLE), note: { source: 'environment', version } };
}

async function settingsStored(name: string, { text, version }: StoredText): Promise<GateSettings> {
  return {
    settings: await understood(text, name),
    note: { source: 'parameter', version: `${name}:${String(version)}` },
  };
}

async function understood(text: string, source: string): Promise<Settings> {
  const { parseSettings } = await import('#settings/parse-settings');
  const parsed = parseSettings(text, source);
  if ('settings' in parsed) return parsed.settings;
  const [first] = parsed.problems;
  throw unreadable(`${first?.place ?? source}: ${first?.message ?? 'not understood'}`);
}

function unreadable(why: string): GateError {
  return new GateError('settings-unreadable', why);
}
