import type { AcceptedFinding, Finding, Judgement, ReportedProblem } from '#core/verdict/judgement';
import { lineWords } from '#core/verdict/line-words';
import { counted, fitLine } from './fit-line';
import { LIMITS, type Annotation } from './hook-response';

/** The findings as they are told: what blocks first, certain before possible, new before existing. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => weightOf(a) - weightOf(b));
}
const LEVEL_WEIGHT = { block: 0, warn: 4, note: 8 } as const;
function weightOf(finding: Finding): number {
  const certainty = finding.certainty === 'definite' ? 0 : 2;
  return LEVEL_WEIGHT[finding.level] + certainty + (finding.since === 'new' ? 0 : 1);
}

/** One annotation for each thing worth saying, within the limits; never none. */
export function annotationsOf(judgement: Judgement): readonly Annotation[] {
  const all = [
    ...worstFirst(judgement.findings).map(annotateFinding),
    ...judgement.problems.map(annotateProblem),
    ...judgement.accepted.map(annotateAccepted),
  ];
  return all.length === 0 ? [annotateWhole(judgement)] : capped(all);
}

function annotateFinding(finding: Finding): Annotation {
  const link = finding.references.find((reference) => isLink(reference));
  const subject = finding.function ?? finding.principal.logicalId ?? finding.resource.logicalId;
  const remedy = fitLine(finding.fix?.summary ?? '', LIMITS.text);
  return {
    annotationName: fitLine(subject === null ? finding.rule : `${finding.rule} ${subject}`, LIMITS.name),
    status: statusOf(finding),
    statusMessage: placed(`${finding.message}${nearestGrant(finding)}`, finding.location),
    ...(remedy === '' ? {} : { remediationMessage: remedy }),
    ...(link === undefined ? {} : { remediationLink: link }),
    severityLevel: severityOf(finding),
  };
}

/** What is not held against the deployment is no failure: a failed annotation reads as something to repair. */
function statusOf(finding: Finding): Annotation['status'] {
  switch (finding.level) {
    case 'block':
      return 'FAILED';
    case 'warn':
      return finding.certainty === 'definite' ? 'FAILED' : 'SKIPPED';
    case 'note':
      return 'SKIPPED';
  }
}

function severityOf(finding: Finding): Annotation['severityLevel'] {
  switch (finding.level) {
    case 'block':
      return 'HIGH';
    case 'warn':
      return 'MEDIUM';
    case 'note':
      return finding.certainty === 'definite' ? 'LOW' : 'INFORMATIONAL';
  }
}

function nearestGrant({ closest }: Finding): string {
  return closest === null ? '' : `; nearest grant, ${lineWords(closest)}: ${closest.why}`;
}

/** The place stays, however much is to be said. */
function placed(text: string, at: Parameters<typeof lineWords>[0]): string {
  const place = ` (${lineWords(at)})`;
  return fitLine(text, LIMITS.text - place.length) + place;
}

function annotateProblem(problem: ReportedProblem): Annotation {
  const hint = fitLine(problem.hint ?? '', LIMITS.text);
  return {
    annotationName: problem.fatal ? 'template-unreadable' : 'template-problem',
    status: 'SKIPPED',
    statusMessage: placed(problem.message, problem),
    ...(hint === '' ? {} : { remediationMessage: hint }),
    severityLevel: problem.fatal ? 'MEDIUM' : 'LOW',
  };
}

function annotateAccepted(accepted: AcceptedFinding): Annotation {
  const until = accepted.expires === null ? '' : ` until ${accepted.expires}`;
  return {
    annotationName: fitLine(`accepted ${accepted.key}`, LIMITS.name),
    status: 'SKIPPED',
    statusMessage: fitLine(`accepted${until}: ${accepted.reason}`, LIMITS.text),
    severityLevel: 'INFORMATIONAL',
  };
}

const WHOLE_NAME = 'access-check';
function annotateWhole({ verdict, counts }: Judgement): Annotation {
  const checked = counted(counts.needs, 'access', 'accesses');
  return verdict === 'pass'
    ? annotation('PASSED', `${checked} checked, all will work`)
    : annotation('SKIPPED', `${checked} checked, it cannot be told whether all will work`);
}
function annotation(status: 'PASSED' | 'SKIPPED', statusMessage: string): Annotation {
  return { annotationName: WHOLE_NAME, status, statusMessage, severityLevel: 'INFORMATIONAL' };
}

function capped(annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= LIMITS.annotations) return annotations;
  const shown = annotations.slice(0, LIMITS.annotations - 1);
  const rest = annotations.slice(shown.length);
  const status = rest.some((left) => left.status === 'FAILED') ? 'FAILED' : 'SKIPPED';
  return [
    ...shown,
    {
      annotationName: 'further-findings',
      status,
      statusMessage: `${String(rest.length)} further findings are not shown`,
      remediationMessage: 'run `cfn-permission-hook check` on the template to see all of them',
      severityLevel: status === 'FAILED' ? 'HIGH' : 'INFORMATIONAL',
    },
  ];
}

function isLink(reference: string): boolean {
  return reference.length <= LIMITS.link && reference.startsWith('https://') && URL.canParse(reference);
}
