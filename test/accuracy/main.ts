import { parseArgs } from 'node:util';
import { readCorpus } from './corpus';
import { judgeFiles } from './judging';
import { readKnownBlocks } from './known-blocks';
import {
  benignLines,
  blockLines,
  blocks,
  faultLines,
  listBlocks,
  missedExamples,
  mutantTables,
  requirementTable,
  trapLines,
  trueBugLines,
  unknownLines,
  type Run,
} from './report';
import { score } from './score';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    missed: { type: 'string' },
    blocks: { type: 'boolean', default: false },
    unknowns: { type: 'boolean', default: false },
    anywhere: { type: 'boolean', default: false },
  },
});

const corpus = readCorpus(positionals[0] ?? '../shared/corpus');
/** Where the corpus says its templates are deployed; the gate knows its own place as well. */
const place = options.anywhere ? {} : { account: '123456789012', region: 'us-east-1' };
if (corpus.templates.length === 0) say([`no corpus in ${corpus.folder}: nothing was measured`]);
else process.exitCode = measure() ? 0 : 1;

/** True where nothing harmless is blocked or warned of. */
function measure(): boolean {
  const start = performance.now();
  const judge = judgeFiles(corpus, { ...place, parameters: new Map() });
  const run: Run = { corpus, judge, isKnown: readKnownBlocks() };
  const scored = corpus.mutants.map((row) => score(row, judge));
  const found = blocks(run);
  const benign = benignLines(run);
  const traps = trapLines(run);
  say(mutantTables(scored), requirementTable(scored), benign.lines, blockLines(found, run.isKnown));
  say(faultLines(run), trueBugLines(run), traps.lines);
  if (options.blocks) say(listBlocks(found, run.isKnown));
  if (options.unknowns) say(unknownLines(run));
  if (options.missed !== undefined) say(missedExamples(scored, options.missed));
  say([`measured in ${((performance.now() - start) / 1000).toFixed(1)} s`]);
  return benign.isQuiet && traps.isQuiet;
}

function say(...lines: readonly (readonly string[])[]): void {
  process.stdout.write(`${lines.flat().join('\n')}\n`);
}
