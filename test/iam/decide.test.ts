import { decide } from '#core/iam/decide';
import { layersOfCase, readIamCases, requestOfCase } from './iam-case';

const cases = readIamCases();

describe.each([...new Set(cases.map(({ file }) => file))])('%s', (name) => {
  it.each(cases.filter(({ file }) => file === name))('$name', (row) => {
    const decision = decide(requestOfCase(row), layersOfCase(row));

    expect(decision.outcome).toBe(row.outcome);
    if (row.decidedBy !== undefined) expect(decision.decidedBy).toBe(row.decidedBy);
    if (row.miss !== undefined) expect(decision.closest?.miss.kind).toBe(row.miss);
    if (row.unknowns !== undefined)
      expect([...new Set(decision.unknowns.map(({ kind }) => kind))].sort()).toEqual([...row.unknowns].sort());
    expect(decision.unknowns.length > 0).toBe(row.outcome === 'unknown');
  });
});

describe('the table of cases', () => {
  it('has one AWS page for each row and no name twice in one file', () => {
    expect(cases.length).toBeGreaterThan(400);
    for (const { source } of cases) expect(source).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|github\.com)\/\S+$/);
    expect(new Set(cases.map(({ file, name }) => `${file}: ${name}`)).size).toBe(cases.length);
  });
});
