import { readFileSync, writeFileSync } from 'node:fs';
import { withFactTable } from './fact-table';
import { withRuleTable } from './rule-table';

writeFileSync('README.md', withFactTable(withRuleTable(readFileSync('README.md', 'utf8'))));
