import { readerFor } from '#code/reader-for';
import type { Judgement, Proposal } from '#core/verdict/judgement';
import { CHECK_OPTIONS, type CheckOptions, readCheckOptions } from './check-options';
import { EXIT, InputError, NotTextError, type ProcessIo } from './command';
import { findTemplates, noTemplates, type TemplateFile } from './find-templates';
import { idleAcceptances } from './idle-acceptances';
import { judgeProposals, mayBeLinked, type Terms } from './judge-proposals';
import type { LiveAccount } from './live-account';
import { looksLikeTemplate } from './looks-like-template';
import { readNestedFiles } from './nested-files';
import { LocalCodeReader } from './local-code-reader';
import { describeOptions } from './parse-options';
import { previousTextOf } from './previous-template';
import { readFacts } from './read-facts';
import { readSettings } from './read-settings';
import { loadReporter } from './reporters/formats';

/** Judges templates and reports what was found. */
export async function checkCommand(args: readonly string[], io: ProcessIo): Promise<number> {
  const options = await readCheckOptions(args, io);
  if (options === undefined) {
    io.out(`Usage: cfn-permission-hook check <path…> [options]\n\n${describeOptions(CHECK_OPTIONS)}`);
    return EXIT.passed;
  }
  const run: CheckRun = {
    options,
    io,
    localCode: new LocalCodeReader(),
    facts: await readFacts(options.factsFile, io),
    settings: await readSettings(options.settingsFile, io),
    account: options.live ? await liveAccountOf(options) : undefined,
  };
  const outcome = await checkAll(run);
  if (run.account !== undefined && options.recordFile !== undefined)
    await io.writeText(options.recordFile, run.account.record());
  if (outcome.judgements.length > 0 || !outcome.isIncomplete) await report(outcome.judgements, run);
  if (!outcome.isIncomplete) sayIdle(outcome.judgements, run);
  return exitStatus(outcome, options);
}

interface CheckRun extends Terms {
  readonly options: CheckOptions;
  readonly io: ProcessIo;
  readonly localCode: LocalCodeReader;
}

/** The SDK is loaded by those who ask for it. */
async function liveAccountOf({ environment }: CheckOptions): Promise<LiveAccount> {
  const { liveAccount } = await import('./live-account');
  return liveAccount(environment, process.env);
}

interface CheckOutcome {
  readonly judgements: readonly Judgement[];
  /** Something could not be read or judged; it was said on standard error. */
  readonly isIncomplete: boolean;
}

async function checkAll(run: CheckRun): Promise<CheckOutcome> {
  const found: Checked[] = [];
  let failures = 0;
  for (const path of run.options.paths) {
    const outcome = await orSaid(run.io, () => checkPath(path, run));
    found.push(...(outcome?.checked ?? []));
    failures += outcome?.failures ?? 1;
  }
  const judgements = await completed(found, run);
  const fatal = judgements.flatMap((judgement) => fatalProblems(judgement));
  for (const message of fatal) run.io.err(message);
  const isEveryJudged = judgements.length === withoutNested(found).length;
  return { judgements, isIncomplete: failures + fatal.length > 0 || !isEveryJudged };
}

/** A template that was read; its judgement waits where it may hang on the others. */
interface Checked {
  readonly proposal: Proposal;
  readonly isNamed: boolean;
  readonly judgement: Judgement | undefined;
}

interface CheckedPath {
  readonly checked: readonly Checked[];
  readonly failures: number;
}

async function checkPath(path: string, run: CheckRun): Promise<CheckedPath> {
  const files = await findTemplates(path);
  const checked: Checked[] = [];
  let failures = 0;
  for (const [at, file] of files.entries()) {
    showProgress(run.io, at, files.length);
    const answer = await orSaid(run.io, () => checkFile(file, run));
    if (answer === undefined) failures += 1;
    else if (answer !== 'not-a-template') checked.push(answer);
  }
  showProgress(run.io, files.length, files.length);
  if (checked.length + failures === 0) throw noTemplates(path);
  return { checked, failures };
}

/** Judges those together that may import from each other, and leaves out what is judged with the stack around it. */
async function completed(found: readonly Checked[], run: CheckRun): Promise<readonly Judgement[]> {
  const kept = withoutNested(found);
  const waiting = kept.filter(({ judgement }) => judgement === undefined).map(({ proposal }) => proposal);
  const together = waiting.length === 0 ? [] : ((await orSaid(run.io, () => judgeProposals(waiting, run))) ?? []);
  return kept.flatMap(({ proposal, judgement }) => judgement ?? together[waiting.indexOf(proposal)] ?? []);
}

function withoutNested(found: readonly Checked[]): readonly Checked[] {
  const nested = new Set(found.flatMap(({ proposal }) => [...(proposal.files?.keys() ?? [])]));
  return found.filter(({ proposal, isNamed }) => isNamed || !nested.has(proposal.name));
}

/** A fault at one file is said, and does not keep the others from being judged. */
async function orSaid<T>(io: ProcessIo, action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.err(`${error.message}\n${error.hint === undefined ? '' : `  hint: ${error.hint}\n`}`);
    return undefined;
  }
}

async function checkFile(file: TemplateFile, run: CheckRun): Promise<Checked | 'not-a-template'> {
  const text = file.isNamed ? await run.io.readText(file.path) : await templateText(file.path, run.io);
  if (text === undefined) return 'not-a-template';
  const previousText = await previousTextOf(run.options.previous, file, run.io);
  const name = file.path === '-' ? '<stdin>' : file.path;
  const files = await readNestedFiles(file.path === '-' ? '' : file.path, text, run.io);
  const proposal: Proposal = {
    name,
    text,
    files,
    environment: { ...file.environment, ...run.options.environment },
    ...(await codeOf(file.path === '-' ? '' : file.path, [text, files], run)),
    today: run.io.today,
    allScenarios: run.options.allScenarios,
    ...(previousText === undefined ? {} : { previousText }),
  };
  const [judgement] = mayBeLinked(proposal) ? [] : await judgeProposals([proposal], run);
  return { proposal, isNamed: file.isNamed, judgement };
}

/** Function code, in the template and beside it. */
async function codeOf(
  path: string,
  [text, files]: readonly [string, ReadonlyMap<string, string>],
  { io, localCode }: CheckRun,
): Promise<Pick<Proposal, 'code'>> {
  const inline = await readerFor([text, ...files.values()].join('\n'));
  const local = await localCode.callsOf([[path, text], ...files], io);
  if (inline === undefined && local.size === 0) return {};
  return { code: { inline: inline?.inline ?? NO_INLINE_CODE, local } };
}

const NO_INLINE_CODE = (): readonly [] => [];

/** The text of a file that was only found, if it is a template. */
async function templateText(path: string, io: ProcessIo): Promise<string | undefined> {
  try {
    const text = await io.readText(path);
    return looksLikeTemplate(text) ? text : undefined;
  } catch (error) {
    if (error instanceof NotTextError) return undefined;
    throw error;
  }
}

function fatalProblems({ template, problems }: Judgement): readonly string[] {
  return problems
    .filter((problem) => problem.fatal)
    .map(({ message, hint, line, column }) => {
      return `${template}:${line}:${column}: ${message}\n${hint === null ? '' : `  hint: ${hint}\n`}`;
    });
}

const MANY_FILES = 10;

function showProgress(io: ProcessIo, done: number, all: number): void {
  if (!io.terminal.progress || all < MANY_FILES) return;
  io.err(done === all ? '\r\u001b[K' : `\rjudging ${done + 1} of ${all}`);
}

async function report(judgements: readonly Judgement[], { options, io }: CheckRun): Promise<void> {
  for (const { format, file } of options.outputs) {
    const reporter = await loadReporter(format);
    const text = reporter({
      judgements,
      failingLevels: options.failingLevels,
      colour: file === undefined && io.terminal.colour,
    });
    if (file === undefined) io.out(text);
    else await io.writeText(file, text);
  }
}

function sayIdle(judgements: readonly Judgement[], { settings, io }: CheckRun): void {
  for (const id of idleAcceptances(judgements, settings))
    io.err(
      `the settings accept \`${id}\`, and nothing here needs that\n  hint: remove it, if no other template does\n`,
    );
}

function exitStatus({ judgements, isIncomplete }: CheckOutcome, { failingLevels }: CheckOptions): number {
  if (isIncomplete) return EXIT.unusable;
  const isFailing = judgements.some(({ findings }) => findings.some(({ level }) => failingLevels.includes(level)));
  return isFailing ? EXIT.found : EXIT.passed;
}
