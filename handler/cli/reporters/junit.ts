import type { Finding, Judgement } from '#core/verdict/judgement';
import { detailsOf, snippetLines } from './finding-details';
import { sortWorstFirst } from './finding-order';
import { escapeMarkup } from './markup';
import { placeIn } from './place-words';
import type { Report } from './report';

/** One suite for each template, one case for each finding; a finding that does not fail the command is a passed case with output. */
export function reportJunit({ judgements, failingLevels }: Report): string {
  const suites = judgements.map((judgement) => suiteOf(judgement, failingLevels));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cfn-permission-hook">\n${suites.join('')}</testsuites>\n`;
}

function suiteOf({ template, counts, findings, problems }: Judgement, failingLevels: readonly string[]): string {
  const errors = problems.filter(({ fatal }) => fatal);
  const isFailure = ({ level }: Finding): boolean => failingLevels.includes(level);
  const cases = [
    ...errors.map(({ message, line, column }) =>
      caseOf(template, 'template', `<error message="${escapeMarkup(`${template}:${line}:${column}: ${message}`)}"/>`),
    ),
    ...sortWorstFirst(findings).map((finding) => {
      return caseOf(template, `${finding.rule} ${finding.key}`, bodyOf(template, finding, isFailure(finding)));
    }),
    ...(errors.length === 0 ? [caseOf(template, `${counts.allowed} of ${counts.needs} accesses are allowed`, '')] : []),
  ];
  const failures = findings.filter(isFailure).length;
  const attributes = `tests="${cases.length}" failures="${failures}" errors="${errors.length}"`;
  return `  <testsuite name="${escapeMarkup(template)}" ${attributes}>\n${cases.join('')}  </testsuite>\n`;
}

function caseOf(template: string, name: string, body: string): string {
  const attributes = `classname="${escapeMarkup(template)}" name="${escapeMarkup(name)}"`;
  return body === '' ? `    <testcase ${attributes}/>\n` : `    <testcase ${attributes}>${body}</testcase>\n`;
}

function bodyOf(template: string, finding: Finding, isFailure: boolean): string {
  const { level, message, location } = finding;
  const details = detailsOf(finding).map(({ label, text }) => `${label}: ${text}`);
  const lines = [placeIn(template, location), ...details, ...snippetLines(finding)];
  const text = escapeMarkup(lines.join('\n'));
  if (isFailure) return `<failure type="${level}" message="${escapeMarkup(message)}">${text}</failure>`;
  return `<system-out>${level}: ${escapeMarkup(message)}\n${text}</system-out>`;
}
