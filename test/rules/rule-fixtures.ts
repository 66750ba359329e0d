import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { judge } from '#core/judge';
import type { Finding, Judgement } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';

export type FixtureGroup = 'broken' | 'ok' | 'unknown';

export interface RuleFixture {
  /** `<rule>/<group>/<file>`. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** What a mark `#! <rule id> [level]` says of the finding expected on its line. */
export interface ExpectedFinding {
  readonly line: number;
  readonly level: string;
}

/** Tests and scripts are run from the root of the repository. */
const FOLDER = join(process.cwd(), 'test/rules');
const facts = managedPolicyFacts(join(process.cwd(), 'schema/aws'));

export function fixturesOf(rule: string, group: FixtureGroup): readonly RuleFixture[] {
  const folder = join(FOLDER, rule, group);
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => ({ name: `${rule}/${group}/${file}`, file, text: readFileSync(join(folder, file), 'utf8') }));
}

export function fixtureFolders(): readonly string[] {
  return readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

export function judgeText(name: string, text: string, settings: Settings): Judgement {
  const previousText = previousOf(name);
  const previous = previousText === undefined ? {} : { previousText };
  const proposal = { name, text, ...previous, environment: { parameters: new Map() }, today: '2026-11-01' };
  return judge(proposal, facts, settings);
}

/** What was deployed before a fixture stands in the folder `before/` of its rule. */
function previousOf(name: string): string | undefined {
  const [rule = '', , file = ''] = name.split('/');
  const path = join(FOLDER, rule, 'before', file);
  return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(path, 'utf8');
}

/** A fixture says on a line of its own where an organisation's settings are asked for. */
export function settingsOf({ text }: Pick<RuleFixture, 'text'>): Settings {
  return { ...DEFAULT_SETTINGS, crossFunctionInvoke: text.includes('#! settings: both-sides') ? 'both-sides' : 'aws' };
}

export function judgeFixture(fixture: RuleFixture): Judgement {
  return judgeText(fixture.name, fixture.text, settingsOf(fixture));
}

/** One expectation for each line that is marked; without a level the usual one of the group is meant. */
export function expectedFindings({ text }: RuleFixture, rule: string, usual: string): readonly ExpectedFinding[] {
  return text.split('\n').flatMap((line, index) => {
    const marks = line
      .split('#! ')
      .slice(1)
      .map((mark) => mark.trim().split(' '));
    return marks.flatMap(([id, level]) => (id === rule ? [{ line: index + 1, level: level ?? usual }] : []));
  });
}

const RANK = ['unknown', 'note', 'warn', 'block'];

/** Lines on which the rule reports something, each with the worst of it; what cannot be told has the level `unknown`. */
export function reportedFindings(findings: readonly Finding[], rule: string): readonly ExpectedFinding[] {
  const levels = new Map<number, string>();
  for (const { rule: own, location, level, outcome } of findings) {
    if (own !== rule) continue;
    const shown = outcome === 'unknown' ? 'unknown' : level;
    const known = levels.get(location.line) ?? shown;
    levels.set(location.line, RANK.indexOf(shown) > RANK.indexOf(known) ? shown : known);
  }
  return [...levels].map(([line, level]) => ({ line, level })).sort((a, b) => a.line - b.line);
}
