import type { Finding, Judgement } from '#core/verdict/judgement';
import { lineWords } from '#core/verdict/line-words';
import { worstFirst } from './annotations';
import { counted, fitLine } from './fit-line';
import { LIMITS } from './hook-response';

// Some consoles show only the beginning, so the worst finding and its repair fit into the first 350 characters.
const MOST_OF_FINDING = 190;
const MOST_OF_FIX = 90;
const ROOM_FOR_REST = 60;

/** Why a change that holds blocking findings is let through all the same. */
export type Exemption = 'same-template' | 'rollback';
const EXEMPTIONS: Readonly<Record<Exemption, string>> = {
  'same-template': 'the template is the one already deployed',
  rollback: 'the stack is rolling back',
};

/** The one line a deployer sees, complete in itself. */
export function messageOf(judgement: Judgement, exemption: Exemption | undefined): string {
  const findings = worstFirst(judgement.findings);
  const blocking = findings.filter((finding) => finding.level === 'block');
  const warnings = findings.filter((finding) => finding.level === 'warn');
  if (blocking.length > 0) return listed(headOfBlock(blocking.length, exemption), [...blocking, ...warnings]);
  if (warnings.length > 0) return listed(`not blocked, ${counted(warnings.length, 'warning')}:`, warnings);
  return withoutFindings(judgement);
}

function headOfBlock(count: number, exemption: Exemption | undefined): string {
  const what = `${counted(count, 'access', 'accesses')} will not work:`;
  return exemption === undefined ? `blocked, ${what}` : `not blocked as ${EXEMPTIONS[exemption]}, but ${what}`;
}

function listed(head: string, findings: readonly Finding[]): string {
  let text = head;
  for (const [index, finding] of findings.entries()) {
    const next = `${text} ${findings.length === 1 ? '' : `(${String(index + 1)}) `}${told(finding)}`;
    const last = index === findings.length - 1;
    if (next.length > LIMITS.message - (last ? 0 : ROOM_FOR_REST))
      return `${text} … and ${String(findings.length - index)} more in the annotations of this hook result`;
    text = next;
  }
  return text;
}

function told(finding: Finding): string {
  const fix = finding.fix === null ? '' : `; fix: ${fitLine(finding.fix.summary, MOST_OF_FIX)}`;
  return `${fitLine(finding.message, MOST_OF_FINDING)} (${lineWords(finding.location)})${fix}`;
}

function withoutFindings({ verdict, counts, problems }: Judgement): string {
  const fatal = problems.find((problem) => problem.fatal);
  if (fatal !== undefined)
    return fitLine(`not judged, the template cannot be read: ${fatal.message} (${lineWords(fatal)})`, LIMITS.message);
  const checked = `${counted(counts.needs, 'access', 'accesses')} checked`;
  if (verdict === 'pass' && counts.unknown === 0) return `passed: ${checked}, all will work`;
  return `not blocked: ${checked}, ${String(counts.allowed)} will work, ${String(counts.unknown)} cannot be told`;
}
