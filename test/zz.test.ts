import { judge } from '#core/judge';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { readCorpusJson, samSource } from './transforms/corpus';
const facts = managedPolicyFacts('schema/aws');
function judged(template: any) {
  const environment = { parameters: new Map(), region: 'us-east-1', partition: 'aws' };
  const { findings } = judge({ name: 't', text: JSON.stringify(template), environment, today: '2026-11-01' } as any, facts, DEFAULT_SETTINGS);
  return findings.map(({ key, level, outcome, message, evidence }) => `${key} | ${level} ${outcome} ${message} | ${evidence.map((e) => e.message)}`).sort();
}
it('x', () => {
  const out: string[] = [];
  for (const id of ['a61c0d6f9f93daec', '1ac1e9d02b16e79e', '3df09398882d14d2', 'd0d8cdf19d72eaba', '194fd527f838fe85']) {
    const f = `templates/translated/${id}.json`;
    const a = judged(samSource(f)), b = judged(readCorpusJson(f));
    out.push('=== ' + id, ...a.filter((x) => !b.includes(x)).map((x) => 'SAM  ' + x), ...b.filter((x) => !a.includes(x)).map((x) => 'TRAN ' + x));
  }
  console.log(out.join('\n'));
});
