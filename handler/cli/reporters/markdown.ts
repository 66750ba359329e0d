import type { Finding, Judgement } from '#core/verdict/judgement';
import { detailsOf, snippetLines } from './finding-details';
import { countLevels, sortWorstFirst } from './finding-order';
import { lineWords } from '#core/verdict/line-words';
import { printable } from './printable';
import type { Report } from './report';

const SIGN = { pass: '✅', fail: '❌', inconclusive: '❔' } as const;

/** For pull request comments and job summaries. */
export function reportMarkdown({ judgements }: Report): string {
  return `# Lambda permissions\n\n${judgements.map(describeJudgement).join('\n')}`;
}

function describeJudgement({ template, verdict, counts, findings, problems }: Judgement): string {
  const found = countLevels(findings);
  const needs = `${counts.allowed} of ${counts.needs} accesses allowed, ${counts.denied} denied, ${counts.unknown} unknown`;
  return [
    `## ${SIGN[verdict]} ${code(template)}\n\n`,
    `${verdict}${found === '' ? '' : `: ${found}`}. ${needs}.\n`,
    ...problems.map((problem) => `\n- ${inline(`${lineWords(problem)}: ${problem.message}`)}\n`),
    ...sortWorstFirst(findings).map((finding) => `\n${describeFinding(finding)}`),
  ].join('');
}

function describeFinding(finding: Finding): string {
  const { level, rule, location, message, references } = finding;
  const lines = snippetLines(finding);
  const fence = fenceFor(lines);
  return [
    `### ${level}: ${code(rule)}, ${inline(lineWords(location))}\n\n${inline(message)}\n\n`,
    ...detailsOf(finding).map(({ label, text }) => `- *${label}* ${inline(text)}\n`),
    ...references.map((reference) => `- <${reference}>\n`),
    lines.length === 0 ? '' : `\n${fence}yaml\n${lines.map(printable).join('\n')}\n${fence}\n`,
  ].join('');
}

/** Messages quote user input in backticks; outside of them, and where they do not pair up, nothing may become markup. */
function inline(text: string): string {
  const parts = printable(text).split('`');
  if (parts.length % 2 === 0) return parts.map(escapeMarks).join('\\`');
  return parts.map((part, at) => (at % 2 === 0 ? escapeMarks(part) : part)).join('`');
}

function escapeMarks(text: string): string {
  return text.replace(/[\\*_[\]<>#|~]/gu, '\\$&');
}

function code(text: string): string {
  return `\`${printable(text).replaceAll('`', "'")}\``;
}

function fenceFor(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.map((line) => /`{3,}/u.exec(line)?.[0].length ?? 0));
  return '`'.repeat(longest + 1);
}
