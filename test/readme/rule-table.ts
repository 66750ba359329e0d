import { rules } from '#core/rules/registry';
import type { Rule } from '#core/rules/rule';
import { between } from './between';

/** The README with its rule table written anew from the registry. */
export function withRuleTable(readme: string): string {
  return between({ start: '<!-- rules: written by `npm run readme` -->', end: '<!-- /rules -->' }, ruleTable(), readme);
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
