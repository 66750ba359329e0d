import type { Settings } from './settings';

/** The settings as they hold for one stack: what is said for stacks of its name goes before what is said for all. */
export function settingsOfStack(settings: Settings, stackName: string | undefined): Settings {
  if (stackName === undefined) return settings;
  return settings.stacks
    .filter(({ names }) => names.some((pattern) => matchesName(pattern, stackName)))
    .reduce<Settings>(
      (sofar, { levels, evidenceLevels, unknown, existing }) => ({
        ...sofar,
        levels: new Map([...sofar.levels, ...levels]),
        evidenceLevels: { ...sofar.evidenceLevels, ...evidenceLevels },
        unknown: unknown ?? sofar.unknown,
        existing: existing ?? sofar.existing,
      }),
      settings,
    );
}

/** `*` stands for any characters, `?` for one; never more work than both lengths multiplied. */
function matchesName(pattern: string, name: string): boolean {
  let ends: readonly number[] = [0];
  for (const character of pattern) {
    const [first] = ends;
    if (first === undefined) return false;
    if (character === '*') ends = Array.from({ length: name.length - first + 1 }, (_, more) => first + more);
    else
      ends = ends.filter((at) => at < name.length && (character === '?' || name[at] === character)).map((at) => at + 1);
  }
  return ends.includes(name.length);
}
