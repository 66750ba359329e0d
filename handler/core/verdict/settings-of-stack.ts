import type { Environment } from '#core/intrinsics/resolved-template';
import type { Settings, StackSettings } from './settings';

/** The settings as they hold for one stack: what is said for stacks of its name or tags goes before what is said for all. */
export function settingsOfStack(settings: Settings, stack: StackFeatures): Settings {
  return settings.stacks
    .filter((each) => isMeant(each, stack))
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

type StackFeatures = Pick<Environment, 'stackName' | 'tags'>;

function isMeant({ names, tags = NO_TAGS }: StackSettings, { stackName, tags: given }: StackFeatures): boolean {
  const isNamed = names === undefined || matchesOne(names, stackName);
  return isNamed && [...tags].every(([key, values]) => matchesOne(values, given?.get(key)));
}

const NO_TAGS: ReadonlyMap<string, readonly string[]> = new Map();

function matchesOne(patterns: readonly string[], text: string | undefined): boolean {
  return text !== undefined && patterns.some((pattern) => matchesName(pattern, text));
}

/** `*` stands for any characters, `?` for one; never more work than both lengths multiplied. */
function matchesName(pattern: string, text: string): boolean {
  const name = Array.from(text);
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
