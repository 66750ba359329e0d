import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueRows } from '#core/rules/catalogue-rows';
import { rules } from '#core/rules/registry';
import { rowsWithoutRule } from '#core/rules/without-rule';
import { coverage, isOpen, report } from './coverage';

/** The reference that the list of rows was drawn up from; it is not part of this repository. */
const REFERENCE = join(__dirname, '../../../shared/reference/edge-catalog.json');
const isThere = statSync(REFERENCE, { throwIfNoEntry: false }) !== undefined;

const rows = coverage();
const ids = catalogueRows.map(({ id }) => id);

describe('the catalogue of connections', () => {
  it('gives each row an id of its own', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has either rules or a reason for each row', () => {
    const both = rows.filter(({ rules: by, withoutRule }) => by.length > 0 === (withoutRule !== undefined));

    expect(both.map(({ row }) => row.id)).toEqual([]);
  });

  it('has the rows that rules and reasons name', () => {
    const named = [...rules.flatMap(({ catalogue }) => catalogue), ...rowsWithoutRule.keys()];

    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('leaves nothing unjudged that blocks, and only what a template cannot show that warns', () => {
    const open = rows.filter(isOpen).map(({ row }) => `${row.severity} ${row.id}`);

    expect(open).toEqual(['warn F-CODE-S3', 'warn L-IOTEVENTS', 'warn A-SSM-KMS']);
  });

  it('shows a broken template and its repair for each row that a rule covers', () => {
    const bare = rows.filter(
      ({ rules: by, fixtures }) => by.length > 0 && (fixtures.broken === 0 || fixtures.ok === 0),
    );

    expect(bare.map(({ row }) => row.id)).toEqual([]);
  });

  it('is printed with every row', () => {
    const text = report(rows);

    expect(ids.filter((id) => !text.includes(`${id} `))).toEqual([]);
    expect(text).not.toContain('NEITHER');
  });

  (isThere ? it : it.skip)(
    'has the rows of the reference (SKIPPED: the reference is not beside this repository)',
    () => {
      const reference: unknown = JSON.parse(readFileSync(REFERENCE, 'utf8'));

      expect(reference).toMatchObject({ rows: catalogueRows.map(({ id, severity }) => ({ id, severity })) });
    },
  );
});
