import type { Judgement, ReportedProblem } from '#core/verdict/judgement';
import { styleText } from 'node:util';
import { countLevels, countOf } from './finding-order';
import { groupFindings, type FindingGroup } from './group-findings';
import { placeIn } from './place-words';
import { printable } from './printable';
import type { Report } from './report';

type Style = 'red' | 'yellow' | 'cyan' | 'green' | 'bold' | 'dim';
type Paint = (style: Style, text: string) => string;

const LEVEL_STYLE = { block: 'red', warn: 'yellow', note: 'cyan' } as const;
const VERDICT_STYLE = { pass: 'green', fail: 'red', inconclusive: 'yellow' } as const;
const LABEL_WIDTH = 11;

/** For people: one block for each template, the worst finding first, a summary line last. */
export function reportText({ judgements, colour }: Report): string {
  // Whether to colour is decided by the caller, once; the platform's own check would look at a stream we may not write to.
  const paint: Paint = colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
  const shown = judgements.length > FEW ? judgements.filter(hasSomethingToSay) : judgements;
  const blocks = shown.map((judgement) => describeJudgement(judgement, paint));
  const text = blocks.join('').trimEnd();
  return `${text === '' ? '' : `${text}\n\n`}${summary(judgements, paint)}\n`;
}

/** Of many templates the clean ones are only counted. */
const FEW = 20;

function hasSomethingToSay({ verdict, findings, accepted, problems }: Judgement): boolean {
  return verdict !== 'pass' || findings.length + accepted.length + problems.length > 0;
}

function describeJudgement(judgement: Judgement, paint: Paint): string {
  const { template, findings, accepted, problems } = judgement;
  return [
    `${paint('bold', printable(template))}: ${headingOf(judgement, paint)}\n`,
    ...problems.filter(({ fatal }) => !fatal).map((problem) => describeProblem(template, problem, paint)),
    ...groupFindings(findings).map((group) => `\n${describeGroup(template, group, paint)}`),
    ...accepted.map(({ key, reason, expires }) =>
      labelled('accepted', `${key}: ${reason}${expires === null ? '' : ` (until ${expires})`}`, paint),
    ),
    findings.length > 0 ? '\n' : '',
  ].join('');
}

function headingOf({ verdict, counts, findings, problems }: Judgement, paint: Paint): string {
  const fatal = problems.find((problem) => problem.fatal);
  if (fatal !== undefined)
    return `${paint('red', 'cannot be judged')}, line ${fatal.line}: ${printable(fatal.message)}`;
  const found = countLevels(findings);
  const needs = `${countOf(counts.needs, 'access', 'accesses')}: ${counts.allowed} allowed, ${counts.denied} denied, ${counts.unknown} unknown`;
  return `${paint(VERDICT_STYLE[verdict], verdict)}${found === '' ? '' : ` — ${found}`} ${paint('dim', `(${needs})`)}`;
}

function describeProblem(template: string, problem: ReportedProblem, paint: Paint): string {
  const { message, hint } = problem;
  const text = labelled('problem', `${placeIn(template, problem)}: ${message}`, paint);
  return hint === null ? text : `${text}${labelled('hint', hint, paint)}`;
}

function describeGroup(template: string, { lead, messages, details, repairs }: FindingGroup, paint: Paint): string {
  const { level, rule, location, references, since } = lead;
  const place = placeIn(template, location);
  const existing = since === 'existing' ? paint('dim', '  existing') : '';
  const indent = ' '.repeat(4 + LABEL_WIDTH);
  return [
    `  ${paint(LEVEL_STYLE[level], level.padEnd(5))}  ${paint('bold', printable(rule))}  ${printable(place)}${existing}\n`,
    ...messages.map((message) => `    ${printable(message)}\n`),
    ...details.map(({ label, text }) => labelled(label, text, paint)),
    ...repairs.flatMap(({ summaries, lines }) => [
      ...summaries.map((summary) => labelled('repair', summary, paint)),
      ...lines.map((line) => `${indent}${paint('green', printable(line))}\n`),
    ]),
    ...references.slice(0, 1).map((reference) => labelled('see', reference, paint)),
  ].join('');
}

function labelled(label: string, text: string, paint: Paint): string {
  return `    ${paint('dim', label.padEnd(LABEL_WIDTH))}${printable(text)}\n`;
}

function summary(judgements: readonly Judgement[], paint: Paint): string {
  const verdicts = (['fail', 'inconclusive', 'pass'] as const).flatMap((verdict) => {
    const count = judgements.filter((judgement) => judgement.verdict === verdict).length;
    return count === 0 ? [] : [paint(VERDICT_STYLE[verdict], `${count} ${verdict}`)];
  });
  const found = countLevels(judgements.flatMap(({ findings }) => findings));
  return `${countOf(judgements.length, 'template', 'templates')}: ${verdicts.join(', ')}; ${found === '' ? 'no findings' : found}`;
}
