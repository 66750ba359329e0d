import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFactTable } from './fact-table';
import { withRuleTable } from './rule-table';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  it('lists the rules as they are: `npm run readme` writes the table anew', () => {
    expect(readme).toBe(withRuleTable(readme));
  });

  it('lists what is read of the account as the readers declare it', () => {
    expect(readme).toBe(withFactTable(readme));
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name ?? '');

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
