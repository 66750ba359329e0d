import { rules } from '#core/rules/registry';
import type { Finding } from '#core/verdict/judgement';
import { expectedFindings, fixturesOf, judgeFixture, reportedFindings, type RuleFixture } from './rule-fixtures';

/**
 * Every rule is held to its fixtures: `broken/` reports the rule at each line marked `#! <rule id>` and at no other,
 * `ok/` (the same template, repaired, and templates that only look broken) reports nothing, `unknown/` says that it cannot
 * tell. A mark may name the level; the other rules block or warn only where they are marked, so that a fixture shows one thing.
 */
const others = (findings: readonly Finding[], rule: string, { text }: RuleFixture): readonly Finding[] => {
  const lines = text.split('\n');
  const isMarked = (finding: Finding): boolean =>
    lines[finding.location.line - 1]?.includes(`#! ${finding.rule}`) === true;
  return findings.filter((finding) => finding.rule !== rule && finding.level !== 'note' && !isMarked(finding));
};

const files = (fixtures: readonly RuleFixture[]): readonly string[] => fixtures.map(({ file }) => file);

describe.each(rules)('$id', ({ id: rule }) => {
  const broken = fixturesOf(rule, 'broken');
  const ok = fixturesOf(rule, 'ok');

  it('has a repaired twin for each broken fixture', () => {
    expect(files(ok)).toEqual(expect.arrayContaining([...files(broken)]));
  });

  it.each(broken)('$name is reported at the marked lines', (fixture) => {
    const { findings, problems } = judgeFixture(fixture);

    expect(problems).toEqual([]);
    expect(reportedFindings(findings, rule)).toEqual(expectedFindings(fixture, rule, 'block'));
    expect(others(findings, rule, fixture)).toEqual([]);
  });

  it.each(ok)('$name is quiet', (fixture) => {
    const { findings, problems, counts } = judgeFixture(fixture);

    expect(problems).toEqual([]);
    expect(reportedFindings(findings, rule)).toEqual(expectedFindings(fixture, rule, 'none'));
    expect(others(findings, rule, fixture)).toEqual([]);
    expect(counts.needs).toBeGreaterThan(0);
  });

  for (const fixture of fixturesOf(rule, 'unknown')) {
    it(`${fixture.name} cannot be told`, () => {
      const { findings, problems } = judgeFixture(fixture);

      const expected = expectedFindings(fixture, rule, 'unknown');

      expect(problems).toEqual([]);
      expect(expected).not.toEqual([]);
      expect(reportedFindings(findings, rule)).toEqual(expected);
      expect(others(findings, rule, fixture)).toEqual([]);
    });
  }
});
