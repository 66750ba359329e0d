import { rules } from '#core/rules/registry';
import { circularResources } from './circular-resources';
import { plainTemplate } from './plain-fixture';
import { fixtureFolders, fixturesOf, type FixtureGroup } from './rule-fixtures';

/** What a rule must bring with it before it may judge anybody's template. */
const LONGEST = 400;

/** An access that metadata declares may be of any kind, and so of no row. */
const WITHOUT_ROW = new Set(['function-has-declared-access']);

describe.each(rules)('$id', (rule) => {
  it('has words that fit where they are shown', () => {
    const words = [rule.title, rule.why, rule.fix];

    expect(words.filter((text) => text === '' || text.length > LONGEST || text.includes('\n'))).toEqual([]);
  });

  it('names a page of AWS as its source', () => {
    expect(rule.references.length).toBeGreaterThan(0);
    expect(rule.references.filter((url) => !url.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
  });

  it('covers a row of the edge catalogue', () => {
    expect(rule.catalogue.length > 0).toBe(!WITHOUT_ROW.has(rule.id));
  });

  it('has broken and repaired fixtures, and one that cannot be told where there may be doubt', () => {
    expect(fixturesOf(rule.id, 'broken').length).toBeGreaterThan(0);
    expect(fixturesOf(rule.id, 'ok').length).toBeGreaterThan(0);
    const mayBeOpen = rule.shape === 'need' && rule.onlyIfSure !== true;
    expect(!mayBeOpen || fixturesOf(rule.id, 'unknown').length > 0).toBe(true);
  });
});

describe('the fixtures', () => {
  const groups: readonly FixtureGroup[] = ['broken', 'ok', 'unknown'];
  const fixtures = rules.flatMap(({ id }) => groups.flatMap((group) => fixturesOf(id, group)));

  it.each(fixtures)('$name has no resource that waits for itself', ({ text }) => {
    expect(circularResources(plainTemplate(text))).toEqual([]);
  });
});

describe('the catalogue of rules', () => {
  it('gives each rule an id of its own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it('has no fixtures of rules that are not there', () => {
    const ids = rules.map(({ id }) => id);

    expect(fixtureFolders().filter((folder) => !ids.includes(folder))).toEqual([]);
  });
});
