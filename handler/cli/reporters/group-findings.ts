import type { Finding } from '#core/verdict/judgement';
import { detailsOf, snippetLines, type Detail } from './finding-details';
import { sortWorstFirst } from './finding-order';

/** Findings of one rule at one place about the same two parties: people read them as one, machines get them apart. */
export interface FindingGroup {
  readonly lead: Finding;
  readonly messages: readonly string[];
  readonly details: readonly Detail[];
  readonly repairs: readonly GroupRepair[];
}

interface GroupRepair {
  readonly summaries: readonly string[];
  readonly lines: readonly string[];
}

/** Worst first. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = groupBy(sortWorstFirst(findings), partiesOf);
  return groups.map((group) => describeGroup(group));
}

function partiesOf({ level, rule, since, outcome, function: caller, principal, location }: Finding): string {
  const who = principal.logicalId ?? principal.arn ?? principal.service;
  return JSON.stringify([level, rule, since, outcome, caller, who, location.file, location.line, location.column]);
}

function describeGroup(group: Group): FindingGroup {
  const details = group.flatMap((finding) => detailsOf(finding).filter(({ label }) => label !== 'repair'));
  const fixable = group.filter(({ fix }) => fix !== null);
  return {
    lead: group[0],
    messages: unique(group.map(({ message }) => message)),
    details: groupBy(details, ({ label, text }) => `${label} ${text}`).map(([first]) => first),
    repairs: groupBy(fixable, (finding) => snippetShape(finding).join('\n')).map(mergeRepairs),
  };
}

type Group = readonly [Finding, ...Finding[]];

const isActionOf = (finding: Finding) => (line: string) => line.trimStart() === `Action: ${finding.action}`;
const isPolicyName = (line: string): boolean => line.trimStart().startsWith('- PolicyName: ');

/** A snippet without what tells one action from another. */
function snippetShape(finding: Finding): readonly string[] {
  const isAction = isActionOf(finding);
  return snippetLines(finding).map((line) => (isAction(line) ? 'Action' : isPolicyName(line) ? 'PolicyName' : line));
}

/** Statements that allow different actions on the same resource are one statement; allowing more together takes nothing away. */
function mergeRepairs(group: Group): GroupRepair {
  const [first] = group;
  const actions = unique(group.map(({ action }) => action));
  const isAction = isActionOf(first);
  const lines = snippetLines(first).map((line) =>
    actions.length > 1 && isAction(line) ? line.replace(first.action, () => `[${actions.join(', ')}]`) : line,
  );
  const summaries = group.flatMap((finding) => detailsOf(finding).filter(({ label }) => label === 'repair'));
  return { summaries: unique(summaries.map(({ text }) => text)), lines };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** Keeps the order in which each group was first met. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
