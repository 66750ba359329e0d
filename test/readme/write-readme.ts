import { readFileSync, writeFileSync } from 'node:fs';
import { withRuleTable } from './rule-table';

writeFileSync('README.md', withRuleTable(readFileSync('README.md', 'utf8')));
