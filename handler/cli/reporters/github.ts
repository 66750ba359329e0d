import type { Finding, ReportedProblem } from '#core/verdict/judgement';
import { detailsOf, snippetLines } from './finding-details';
import { sortWorstFirst } from './finding-order';
import { printable } from './printable';
import type { Report } from './report';

const COMMAND = { block: 'error', warn: 'warning', note: 'notice' } as const;

/**
 * Workflow commands: GitHub shows each beside its line of the change.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reportGithub({ judgements }: Report): string {
  const lines = judgements.flatMap(({ template, findings, problems }) => [
    ...problems.map((problem) => problemCommand(template, problem)),
    ...sortWorstFirst(findings).map((finding) => findingCommand(template, finding)),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function problemCommand(template: string, { message, line, column, fatal, file = template }: ReportedProblem): string {
  return command(fatal ? 'error' : 'warning', { file, line, col: column, title: 'template' }, message);
}

function findingCommand(template: string, finding: Finding): string {
  const { level, rule, location, message } = finding;
  const details = detailsOf(finding).map(({ label, text }) => `${label}: ${text}`);
  const text = [message, ...details, ...snippetLines(finding)].join('\n');
  return command(
    COMMAND[level],
    { file: location.file ?? template, line: location.line, col: location.column, title: rule },
    text,
  );
}

function command(name: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${pairs.join(',')}::${escapeText(text)}`;
}

/** A line end would end the command, and could begin another. */
function escapeText(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line).replaceAll('%', '%25'))
    .join('%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
