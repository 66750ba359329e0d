import { rules } from '#core/rules/registry';
import type { Rule } from '#core/rules/rule';

const START = '<!-- rules: written by `npm run readme` -->';
const END = '<!-- /rules -->';

/** The README with its rule table written anew from the registry. */
export function withRuleTable(readme: string): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error('README.md has lost the marks around its rule table');
  return `${readme.slice(0, start)}${START}\n${ruleTable()}\n${readme.slice(end)}`;
}

function ruleTable(): string {
  const rows = [...rules]
    .sort(byFamily)
    .map((rule) => `| \`${rule.id}\` | ${rule.title} | ${FAILURE[rule.breaks]} | ${levelOf(rule)} |`);
  return ['| Rule | What must work | Without it | Level |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const FAILURE = { deploy: 'the deployment fails', run: 'it deploys, and fails later' } as const;

function levelOf(rule: Rule): string {
  if (rule.shape === 'inert') return 'note';
  if (rule.onlyWhen !== undefined) return 'block, if asked for';
  return rule.harm === 'lesser' ? 'warn' : 'block';
}

function byFamily(left: Rule, right: Rule): number {
  const key = ({ family, id }: Rule): string => `${family} ${id}`;
  return key(left) < key(right) ? -1 : 1;
}
