import { catalogue, type CatalogueEntry } from '#core/rules/catalogue';
import { fixturesOf, type FixtureGroup } from '../rules/rule-fixtures';

export interface RowCoverage extends CatalogueEntry {
  /** Broken, repaired and open templates of the rules that cover the row. */
  readonly fixtures: Readonly<Record<FixtureGroup, number>>;
}

const GROUPS: readonly FixtureGroup[] = ['broken', 'ok', 'unknown'];

export function coverage(): readonly RowCoverage[] {
  return catalogue.map((entry) => ({ ...entry, fixtures: { broken: 0, ok: 0, unknown: 0, ...counted(entry.rules) } }));
}

function counted(rules: readonly string[]): Partial<RowCoverage['fixtures']> {
  return Object.fromEntries(
    GROUPS.map((group) => [group, rules.reduce((sum, rule) => sum + fixturesOf(rule, group).length, 0)]),
  );
}

/** A row that breaks something, and that nothing looks at. */
export function isOpen({ row, rules, withoutRule }: CatalogueEntry): boolean {
  return row.severity !== 'info' && rules.length === 0 && withoutRule?.isJudged !== true;
}

export function report(rows: readonly RowCoverage[]): string {
  const count = (test: (each: RowCoverage) => boolean): number => rows.filter(test).length;
  const lines = [
    ...rows.map(lineOf),
    '',
    `${count(({ rules }) => rules.length > 0)} of ${rows.length} rows are covered by rules, ` +
      `${count(({ withoutRule }) => withoutRule?.isJudged === true)} by every rule, ` +
      `${count(({ withoutRule }) => withoutRule?.isJudged === false)} are not judged and say why`,
    `${count(({ row }) => row.severity !== 'info')} rows block or warn; not judged of them: ${names(rows.filter(isOpen))}`,
    `without a broken fixture: ${names(rows.filter(({ rules, fixtures }) => rules.length > 0 && fixtures.broken === 0))}`,
  ];
  return `${lines.join('\n')}\n`;
}

function names(rows: readonly RowCoverage[]): string {
  return rows.length === 0 ? 'none' : rows.map(({ row }) => row.id).join(', ');
}

function lineOf({ row, rules, withoutRule, fixtures }: RowCoverage): string {
  const { broken, ok, unknown } = fixtures;
  const by = rules.length > 0 ? rules.join(' ') : `(${withoutRule?.reason ?? 'NEITHER RULE NOR REASON'})`;
  const counts = `${broken}/${ok}/${unknown}`;
  return `${row.id.padEnd(16)}${row.severity.padEnd(7)}${counts.padEnd(12)}${by}`;
}
