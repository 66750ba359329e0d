import type { Finding, Judgement, ReportedProblem } from '#core/verdict/judgement';
import { styleText } from 'node:util';
import { countLevels, countOf, sortWorstFirst } from './finding-order';
import type { Report } from './report';

type Style = 'red' | 'yellow' | 'cyan' | 'green' | 'bold' | 'dim';
type Paint = (style: Style, text: string) => string;

const LEVEL_STYLE = { block: 'red', warn: 'yellow', note: 'cyan' } as const;
const VERDICT_STYLE = { pass: 'green', fail: 'red', inconclusive: 'yellow' } as const;
const LABEL_WIDTH = 9;

/** For people: one block for each template, the worst finding first, a summary line last. */
export function reportText({ judgements, colour }: Report): string {
  // Whether to colour is decided by the caller, once; the platform's own check would look at a stream we may not write to.
  const paint: Paint = colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
  const blocks = judgements.map((judgement) => describeJudgement(judgement, paint));
  return `${blocks.join('\n')}\n${summary(judgements, paint)}\n`;
}

function describeJudgement(judgement: Judgement, paint: Paint): string {
  const { template, verdict, findings, accepted, problems } = judgement;
  const found = countLevels(findings);
  const heading = `${paint('bold', printable(template))}: ${paint(VERDICT_STYLE[verdict], verdict)}${found === '' ? '' : ` — ${found}`} ${paint('dim', needsOf(judgement))}\n`;
  return [
    heading,
    ...problems.map((problem) => describeProblem(template, problem, paint)),
    ...sortWorstFirst(findings).map((finding) => `\n${describeFinding(template, finding, paint)}`),
    ...accepted.map(({ key, reason, expires }) =>
      labelled('accepted', `${key}: ${reason}${expires === null ? '' : ` (until ${expires})`}`, paint),
    ),
  ].join('');
}

function needsOf({ counts }: Judgement): string {
  return `(${countOf(counts.needs, 'access', 'accesses')}: ${counts.allowed} allowed, ${counts.denied} denied, ${counts.unknown} unknown)`;
}

function describeProblem(template: string, { message, hint, line, column }: ReportedProblem, paint: Paint): string {
  const text = labelled('problem', `${template}:${line}:${column}: ${message}`, paint);
  return hint === null ? text : `${text}${labelled('hint', hint, paint)}`;
}

function describeFinding(template: string, finding: Finding, paint: Paint): string {
  const { level, rule, location, message, evidence, closest, unknowns, fix, references, since } = finding;
  const place = `${template}:${location.line}:${location.column}`;
  const existing = since === 'existing' ? paint('dim', ' existing') : '';
  return [
    `  ${paint(LEVEL_STYLE[level], level.padEnd(5))}  ${paint('bold', printable(rule))}  ${printable(place)}${existing}\n`,
    `    ${printable(message)}\n`,
    ...(location.constructPath === null ? [] : [labelled('construct', location.constructPath, paint)]),
    ...evidence.map((one) => labelled('because', `${one.message} (${one.kind}, line ${one.line})`, paint)),
    ...(closest === null ? [] : [labelled('closest', `line ${closest.line}: ${closest.why}`, paint)]),
    ...unknowns.map((unknown) => labelled('unknown', unknown.message, paint)),
    ...(fix === null ? [] : [describeFix(fix, paint)]),
    ...references.slice(0, 1).map((reference) => labelled('see', reference, paint)),
  ].join('');
}

function describeFix({ summary, snippet, proved }: NonNullable<Finding['fix']>, paint: Paint): string {
  const lines = snippet === '' ? [] : snippet.replace(/\n+$/u, '').split('\n');
  const indent = ' '.repeat(4 + LABEL_WIDTH);
  return [
    labelled('repair', `${summary}${proved ? ' (proved)' : ''}`, paint),
    ...lines.map((line) => `${indent}${paint('green', printable(line))}\n`),
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

/** A template's names reach the terminal; its control characters do not. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
