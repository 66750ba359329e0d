import { managedPolicyFacts } from '#account/packed-managed-policies';
import { recordFacts } from '#core/facts/record-facts';
import { withDeclaredEnvironment } from '#core/intrinsics/declared-environment';
import { expandForEach } from '#core/intrinsics/expand-for-each';
import { resolveTemplate } from '#core/intrinsics/resolve-template';
import type { ResolvedTemplate } from '#core/intrinsics/resolved-template';
import { judge } from '#core/judge';
import { buildModel } from '#core/model/build-model';
import { parseTemplate } from '#core/template/parse-template';
import { expandTransforms } from '#core/transforms/expand-transforms';
import type { Judgement, Proposal } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generateTemplate, type TemplateFormat } from './generate-template';
import { benchDecide } from './decide-bench';
import { benchImport } from './import-bench';

interface Size {
  readonly resources: number;
  /** What fills the template up to the megabyte that CloudFormation allows. */
  readonly notes?: number;
}
const SIZES: readonly Size[] = [
  { resources: 10 },
  { resources: 100 },
  { resources: 200 },
  { resources: 400 },
  { resources: 500 },
  { resources: 500, notes: 2_700 },
];
const FORMATS = ['yaml', 'json'] as const satisfies readonly TemplateFormat[];
const RUNS = 9;
const CLI = '.dist/cli/main.mjs';
const facts = managedPolicyFacts(resolve('schema/aws'));

function median(action: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[Math.floor(RUNS / 2)] ?? Number.NaN;
}

function proposalOf(text: string): Proposal {
  return { name: 'bench', text, environment: { parameters: new Map() }, today: '2026-11-01' };
}

function resolveAll(text: string): readonly ResolvedTemplate[] {
  const { template } = parseTemplate(text);
  if (template === undefined) throw new Error('the generated template cannot be parsed');
  const environment = withDeclaredEnvironment(proposalOf(text).environment, template.root);
  const { root } = expandForEach(template.root, environment, recordFacts(facts));
  return resolveTemplate(expandTransforms(root, environment).root, environment, recordFacts(facts)).scenarios;
}

const NOTHING_DEPLOYED = { deployed: undefined, created: new Set<string>(), before: [] };

function modelAll(text: string): void {
  for (const template of resolveAll(text))
    buildModel(template, facts, { deployment: NOTHING_DEPLOYED, code: undefined });
}

/** A bench of a judgement that found no needs would be a bench of nothing. */
function judgeAll(text: string): Judgement {
  const judgement = judge(proposalOf(text), facts, DEFAULT_SETTINGS);
  if (judgement.counts.needs === 0 || judgement.verdict !== 'pass')
    throw new Error(`unexpected verdict ${judgement.verdict}`);
  return judgement;
}

function wholeProcess(text: string, format: TemplateFormat): number {
  const folder = mkdtempSync(resolve('node_modules/.bench-'));
  const file = join(folder, `template.${format}`);
  try {
    writeFileSync(file, text);
    return median(() => {
      const { status } = spawnSync(process.execPath, [CLI, 'check', file]);
      if (status !== 0) throw new Error(`\`${CLI}\` ended with ${status ?? 'a signal'}: run \`npm run build\` first`);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function benchTemplate({ resources, notes }: Size, format: TemplateFormat): readonly string[] {
  const text = generateTemplate(resources, format, notes);
  const startOfFirst = performance.now();
  const { counts } = judgeAll(text);
  const first = performance.now() - startOfFirst;
  const parse = median(() => parseTemplate(text));
  const resolved = median(() => {
    resolveAll(text);
  });
  const modelled = median(() => {
    modelAll(text);
  });
  const judged = median(() => judgeAll(text));
  const times = [parse, resolved - parse, modelled - resolved, modelled, judged, first, wholeProcess(text, format)];
  return [
    `${resources} ${format}`,
    `${Math.round(text.length / 1024)} KB`,
    String(counts.needs),
    ...times.map((milliseconds) => milliseconds.toFixed(1)),
  ];
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}

const HEADING = ['resources', 'size', 'needs', 'parse', 'resolve', 'model', 'all three', 'judge', 'first', 'process'];

console.log(
  `milliseconds, median of ${RUNS}; judge = all three and the decisions; first = the first judgement of its kind; process = whole \`check\`\n`,
);
printTable([HEADING, ...SIZES.flatMap((size) => FORMATS.map((format) => benchTemplate(size, format)))]);
console.log();
printTable((await benchImport()).map(({ name, milliseconds }) => [name, milliseconds.toFixed(1)]));
console.log();
printTable(benchDecide().map(({ name, perSecond }) => [name, `${Math.round(perSecond)} decisions a second`]));
