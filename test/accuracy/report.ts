import type { Finding } from '#core/verdict/judgement';
import type { Corpus, Edited, ReadByHand, Template } from './corpus';
import { findingsOf, isLoud, type Judge } from './judging';
import { nameOf, type IsKnown } from './known-blocks';
import { mentioned, score, type Scored } from './score';

/** Everything one run has to say, each piece as lines. */
export interface Run {
  readonly corpus: Corpus;
  readonly judge: Judge;
  readonly isKnown: IsKnown;
}

const DIMENSIONS = ['kind', 'strength', 'level', 'tier'] as const;

export function mutantTables(scored: readonly Scored[]): readonly string[] {
  return DIMENSIONS.flatMap((dimension) => [heading(dimension), ...table(scored, (row) => row[dimension]), '']);
}

function heading(dimension: string): string {
  return `${dimension.padEnd(44)} found  noted missed  found %`;
}

function table(scored: readonly Scored[], groupOf: (row: Edited) => string): readonly string[] {
  const groups = groupBy(scored, ({ row }) => groupOf(row));
  const lines = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, rows]) => countLine(group, rows));
  return [...lines, countLine('all', scored)];
}

function countLine(group: string, rows: readonly Scored[]): string {
  const count = (outcome: Scored['outcome']): number => rows.filter((each) => each.outcome === outcome).length;
  const found = count('found');
  const numbers = [found, count('noted'), count('missed')].map((each) => String(each).padStart(6));
  return `${group.padEnd(44)}${numbers.join(' ')} ${percent(found, rows.length)}`;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`.padStart(8);
}

/** Examples of what is not found, with what they are about. */
export function missedExamples(scored: readonly Scored[], filter: string): readonly string[] {
  const missed = scored.filter(({ row, outcome }) => outcome !== 'found' && matches(row, filter));
  return missed.flatMap(({ row, outcome, fresh }) => [
    `${outcome} ${row.kind} ${row.strength} ${row.requirement?.kind ?? ''} ${row.mutant} (intact: ${row.source_file})`,
    `    ${row.ids.join(', ')}: ${row.why}`,
    ...fresh.slice(0, 3).map((finding) => `    said: ${finding.level} ${finding.key}: ${finding.message}`),
  ]);
}

/** By kind of fault, or by what is lost (`requirement.kind`); `all` for every one. */
function matches({ kind, requirement }: Edited, filter: string): boolean {
  return filter === 'all' || kind === filter || requirement?.kind === filter;
}

/** What is not found by the access that is lost: says which rules are missing. */
export function requirementTable(scored: readonly Scored[]): readonly string[] {
  return [heading('access lost'), ...table(scored, ({ requirement }) => requirement?.kind ?? 'none'), ''];
}

export interface Benign {
  readonly lines: readonly string[];
  readonly isQuiet: boolean;
}

export function benignLines({ corpus, judge }: Run): Benign {
  const scored = corpus.benign.map((row) => score(row, judge));
  const news = scored.flatMap(({ row, fresh }) =>
    fresh
      .filter(isLoud)
      .map((finding) => `${finding.level} ${row.kind} ${row.mutant} ${finding.key}: ${finding.message}`),
  );
  const lines = [`benign: ${news.length} new findings on ${corpus.benign.length} harmless edits`, ...news.map(indent)];
  return { lines, isQuiet: news.length === 0 };
}

interface Block {
  readonly template: Template;
  readonly finding: Finding;
}

/** Every block-level finding on an intact template. */
export function blocks({ corpus, judge }: Run): readonly Block[] {
  return [...corpus.templates, ...corpus.asWritten].flatMap((template) =>
    findingsOf(judge.of(template.file))
      .filter(({ level }) => level === 'block')
      .map((finding) => ({ template, finding })),
  );
}

export function blockLines(found: readonly Block[], isKnown: IsKnown): readonly string[] {
  const fresh = found.filter(({ template, finding }) => !isKnown(template, finding));
  const verdict = fresh.length === 0 ? 'all known' : `${fresh.length} not read yet`;
  return [`intact: ${found.length} block findings, ${verdict}`];
}

export function listBlocks(found: readonly Block[], isKnown: IsKnown): readonly string[] {
  return found.map(({ template, finding }) => {
    const mark = isKnown(template, finding) ? 'known' : 'NEW';
    const from = template.tier ?? 'as-written';
    return `${mark} ${from} ${template.file} ${nameOf(template)}\n    ${finding.key}\n    ${finding.message}`;
  });
}

/** Crashes, and templates that are said to be unreadable. */
export function faultLines({ corpus, judge }: Run): readonly string[] {
  return [...corpus.templates, ...corpus.asWritten].flatMap(({ file, tier, repo, path }) => {
    const judged = judge.of(file);
    const from = `${file} ${tier ?? 'as-written'} ${repo}/${path}`;
    if (judged.kind === 'crashed') return [`crash: ${from}: ${judged.detail}`];
    const problems = judged.judgement.problems.map(({ message, line }) => `problem: ${from}:${line}: ${message}`);
    return judged.milliseconds > SLOW ? [...problems, `slow: ${from}: ${judged.milliseconds.toFixed(0)} ms`] : problems;
  });
}

const SLOW = 1000;

export function trueBugLines(run: Run): readonly string[] {
  return run.corpus.trueBugs.map((bug) => {
    const loud = intact(bug, run).filter(isLoud);
    const ids = new Set(bug.ids);
    const own = loud.filter((each) => mentioned(each).some((id) => ids.has(id)));
    const said = own.length === 0 ? 'MISSED' : `found (${[...new Set(own.map(({ rule }) => rule))].join(', ')})`;
    return `true bug ${bug.grade ?? ''} ${bug.class ?? ''} ${nameOf(bug)}: ${said}`;
  });
}

export interface Traps {
  readonly lines: readonly string[];
  readonly isQuiet: boolean;
}

export function trapLines(run: Run): Traps {
  const flagged = run.corpus.traps.map((trap) => ({ trap, found: trapFindings(trap, run) }));
  const lines = flagged.map(({ trap, found }) => {
    const said = found.map(({ level, key }) => `${level} ${key}`).join(', ');
    return `trap ${nameOf(trap)} (${trap.looks_like ?? ''}): ${said === '' ? 'quiet' : said}`;
  });
  return { lines, isQuiet: !flagged.some(({ found }) => found.some(({ level }) => level === 'block')) };
}

/** A template may hold a trap and a true bug: what is said of the bug is no fault. */
function trapFindings(trap: ReadByHand, run: Run): readonly Finding[] {
  const bugs = run.corpus.trueBugs.filter((bug) => nameOf(bug) === nameOf(trap)).flatMap(({ ids }) => ids ?? []);
  return intact(trap, run).filter((finding) => isLoud(finding) && !mentioned(finding).some((id) => bugs.includes(id)));
}

/** Findings on every form the corpus has of a template. */
function intact({ repo, path }: ReadByHand, { corpus, judge }: Run): readonly Finding[] {
  const files = [...corpus.templates, ...corpus.asWritten].filter((each) => each.repo === repo && each.path === path);
  return files.flatMap(({ file }) => findingsOf(judge.of(file)));
}

/** Why answers are open on intact templates, most frequent first. */
export function unknownLines({ corpus, judge }: Run): readonly string[] {
  const reasons = corpus.templates.flatMap(({ file }) =>
    findingsOf(judge.of(file))
      .filter(({ outcome }) => outcome === 'unknown')
      .flatMap(({ rule, unknowns }) => [...new Set(unknowns.map(({ reason }) => `${rule}: ${reason}`))]),
  );
  const counts = [...groupBy(reasons, (each) => each)].map(([reason, all]) => ({ reason, count: all.length }));
  return counts.sort((a, b) => b.count - a.count).map(({ reason, count }) => `${String(count).padStart(6)} ${reason}`);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function indent(line: string): string {
  return `    ${line}`;
}
