import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { judge } from '#core/judge';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
const [mode, ...rest] = process.argv.slice(2);
const root = '/work/shared/corpus';
const facts = managedPolicyFacts('/tmp/wt/rules-invoke/schema/aws');
const cache = new Map<string, any>();
const run = (file: string): any => {
  if (!existsSync(join(root, file))) return { findings: [] };
  const known = cache.get(file); if (known) return known;
  const text = readFileSync(join(root, file), 'utf8');
  const j = judge({ name: file, text, environment: { parameters: new Map(), region: 'us-east-1', account: '123456789012' } as any, today: '2026-11-20' }, facts, DEFAULT_SETTINGS);
  cache.set(file, j); return j;
};
const rows = (f: string): any[] => readFileSync(join(root, f), 'utf8').trim().split('\n').map((l) => JSON.parse(l));
const old = new Set(readFileSync('/tmp/reg0.ts','utf8').match(/'\.\/[a-z-]+\/[a-z-0-9]+'/g)!.map((s) => s.split('/').pop()!.slice(0,-1)));
if (mode === 'intact') {
  const seen = new Set<string>();
  const byRule: Record<string, number> = {};
  for (const r of rows('templates.jsonl')) {
    const file = r.file ?? r.path; if (seen.has(file)) continue; seen.add(file);
    let j; try { j = run(file); } catch (e) { console.log('CRASH', file, (e as Error).stack?.split('\n').slice(0,4).join(' | ')); continue; }
    for (const f of j.findings) {
      if (old.has(f.rule)) continue;
      byRule[`${f.rule} ${f.level} ${f.outcome}`] = (byRule[`${f.rule} ${f.level} ${f.outcome}`] ?? 0) + 1;
      if (f.level !== 'note' || rest.includes('notes')) if (rest.length === 0 || rest.includes(f.rule) || rest.includes('notes') && rest.length===1) console.log(r.tier ?? '', file, f.location.line, f.rule, f.level, f.message, f.closest?.why ?? '', r.repo ?? '', r.path ?? '');
    }
  }
  console.log(byRule);
} else {
  const miss: Record<string, [number, number]> = {};
  for (const set of ['mutants.jsonl', 'sam-source.jsonl']) for (const r of rows(set)) {
    const k = r.requirement.kind; if (rest.length > 0 && !rest.some((x) => k.startsWith(x))) continue;
    const before = new Set(run(r.source_file).findings.map((f: any) => f.key + f.outcome + f.level));
    const wanted = new Set([...r.ids, r.requirement.fn, r.requirement.role, r.requirement.target, r.requirement.key].filter(Boolean));
    const found = run(r.mutant).findings.filter((f: any) => !before.has(f.key + f.outcome + f.level) && f.level !== 'note' && [f.function, f.principal.logicalId, f.resource.logicalId, ...f.location.path].some((x: any) => wanted.has(x)));
    const m = (miss[`${k} ${r.kind}`] ??= [0, 0]); m[1]++;
    if (found.length > 0) m[0]++; else console.log('MISS', r.mutant, r.kind, JSON.stringify(r.requirement), r.ids.join());
  }
  console.table(Object.fromEntries(Object.entries(miss).sort().map(([k, [a, b]]) => [k, `${a}/${b}`])));
}
