import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { judge } from '#core/judge';
import { rules } from '#core/rules/registry';
import type { Finding, Judgement } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';

/**
 * Every rule is held to its fixtures: `broken/` reports the rule at each line marked `#! <rule id>` and at no other,
 * `ok/` (the same template, repaired) reports nothing at block or warn level, `unknown/` reports that it cannot tell.
 * In `broken/` and `ok/` the other rules are quiet too, so that a fixture shows one thing.
 */
const FOLDER = __dirname;
const facts = managedPolicyFacts(join(__dirname, '../../schema/aws'));

interface Fixture {
  readonly name: string;
  readonly text: string;
}

function fixturesOf(rule: string, group: 'broken' | 'ok' | 'unknown'): readonly Fixture[] {
  const folder = join(FOLDER, rule, group);
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name: `${rule}/${group}/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
}

function judgeFixture({ name, text }: Fixture): Judgement {
  const bothSides = text.includes('#! settings: both-sides');
  const settings: Settings = { ...DEFAULT_SETTINGS, crossFunctionInvoke: bothSides ? 'both-sides' : 'aws' };
  return judge({ name, text, environment: { parameters: new Map() }, today: '2026-11-01' }, facts, settings);
}

function markedLines(text: string, rule: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => (line.includes(`#! ${rule}`) ? [index + 1] : []));
}

const lineOf = (finding: Finding): number => finding.location.line;
const unique = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);
const isLoud = ({ level }: Finding): boolean => level !== 'note';

describe.each(rules.map(({ id }) => id))('%s', (rule) => {
  const broken = fixturesOf(rule, 'broken');
  const ok = fixturesOf(rule, 'ok');

  it('has a repaired twin for each broken fixture', () => {
    const twins = (fixtures: readonly Fixture[]): readonly string[] =>
      fixtures.map(({ name }) => name.split('/')[2] ?? '');

    expect(broken.length).toBeGreaterThan(0);
    expect(twins(ok)).toEqual(twins(broken));
  });

  it.each(broken)('$name is reported at the marked lines', (fixture) => {
    const { findings, problems } = judgeFixture(fixture);

    const own = findings.filter((finding) => finding.rule === rule);

    expect(problems).toEqual([]);
    expect(unique(own.map(lineOf))).toEqual(markedLines(fixture.text, rule));
    expect(own.every(({ outcome }) => outcome !== 'unknown')).toBe(true);
    expect(findings.filter((finding) => isLoud(finding) && finding.rule !== rule)).toEqual([]);
  });

  it.each(ok)('$name is quiet', (fixture) => {
    const { findings, problems, counts } = judgeFixture(fixture);

    expect(problems).toEqual([]);
    expect(findings.filter((finding) => isLoud(finding) || finding.rule === rule)).toEqual([]);
    expect(counts.needs).toBeGreaterThan(0);
  });

  it.each(fixturesOf(rule, 'unknown'))('$name cannot be told', (fixture) => {
    const { findings, problems } = judgeFixture(fixture);

    const own = findings.filter((finding) => finding.rule === rule);

    expect(problems).toEqual([]);
    expect(own.map(({ outcome }) => outcome)).toContain('unknown');
    expect(findings.filter(isLoud)).toEqual([]);
  });
});
