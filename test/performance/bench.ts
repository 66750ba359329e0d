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
import { resolve } from 'node:path';
import { benchDecide } from './decide-bench';
import { firstAnswer } from './first-answer-bench';
import { generateTemplate, type TemplateFormat } from './generate-template';
import { importHook, importParts } from './import-bench';
import { checkProcess, lintProcess } from './process-bench';
import { measure, type Times } from './times';

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
const LINT_RUNS = 2;
const facts = managedPolicyFacts(resolve('schema/aws'));

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

interface Benched {
  readonly row: readonly string[];
  readonly judged: Times;
  readonly process: Times;
}

function benchTemplate({ resources, notes }: Size, format: TemplateFormat): Benched {
  const text = generateTemplate(resources, format, notes);
  const startOfFirst = performance.now();
  const { counts } = judgeAll(text);
  const first = performance.now() - startOfFirst;
  const parse = measure(RUNS, () => parseTemplate(text)).median;
  const resolved = measure(RUNS, () => resolveAll(text)).median;
  const modelled = measure(RUNS, () => {
    modelAll(text);
  }).median;
  const judged = measure(RUNS, () => judgeAll(text));
  const process = checkProcess(RUNS, text, format);
  const stages = [parse, resolved - parse, modelled - resolved, modelled];
  const times = [...stages, judged.median, judged.best, first, process.median, process.best];
  const row = [`${resources} ${format}`, `${Math.round(text.length / 1024)} KB`, String(counts.needs)];
  return { row: [...row, ...times.map(shown)], judged, process };
}

function shown(milliseconds: number): string {
  return milliseconds.toFixed(1);
}

function nameOf({ resources, notes }: Size, format: TemplateFormat): string {
  return `${resources} ${format}${notes === undefined ? '' : ' with notes'}`;
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}

const HEADING = [
  'resources',
  'size',
  'needs',
  'parse',
  'resolve',
  'model',
  'all three',
  'judge',
  'best',
  'first',
  'process',
  'best',
];

function timeRow(name: string, { median, best }: Times, wanted: string): readonly string[] {
  return [name, shown(median), shown(best), wanted];
}

/** How many times as long cfn-lint takes for the same template. */
function againstLint(process: Times): readonly (readonly string[])[] {
  const lint = lintProcess(LINT_RUNS, generateTemplate(400, 'yaml'));
  if (lint === undefined) return [['cfn-lint, 400 resources', 'not installed', '', '']];
  const times = (lint.times.best / process.best).toFixed(0);
  return [
    timeRow(`${lint.version}, whole process, 400 resources`, lint.times, ''),
    ['as many times as long as `check`', '', times, 'at least 10'],
  ];
}

console.log(
  `milliseconds, median of ${RUNS} and the best; judge = all three and the decisions; first = the first judgement of its kind; process = whole \`check\`\n`,
);
const benched = new Map(
  SIZES.flatMap((size) => FORMATS.map((format) => [nameOf(size, format), benchTemplate(size, format)])),
);
printTable([HEADING, ...[...benched.values()].map(({ row }) => row)]);

const small = benched.get('10 yaml');
const large = benched.get('400 yaml');
if (small === undefined || large === undefined) throw new Error('the sizes that the targets name were not measured');
console.log();
printTable([
  ['', 'median', 'best', 'wanted'],
  timeRow('warm judgement, 400 resources', large.judged, '< 50'),
  timeRow('whole process, 400 resources', large.process, '< 500'),
  timeRow('whole process, 10 resources', small.process, '< 200'),
  ...againstLint(large.process),
  timeRow('import of the hook (index.mjs)', importHook(), '< 10'),
  ...importParts().map(({ name, times }) => timeRow(`afterwards: ${name}`, times, '')),
  timeRow('hook, start of the process to the first answer', await firstAnswer(generateTemplate(10, 'yaml')), ''),
]);
console.log();
printTable(benchDecide().map(({ name, perSecond }) => [name, `${Math.round(perSecond)} decisions a second`]));
