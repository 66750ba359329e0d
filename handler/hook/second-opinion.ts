import type { Judgement } from '#core/verdict/judgement';
import type { Desk } from './hook-ports';

/** How IAM's own simulator saw the findings that were to block. */
export interface SecondOpinion {
  readonly agreed: number;
  readonly disagreed: number;
  /** IAM was not asked, or did not answer. */
  readonly unanswered: number;
}

const MOST_QUESTIONS = 10;

interface Heard {
  readonly judgement: Judgement;
  readonly opinion: SecondOpinion | undefined;
}

/** Where IAM itself would allow what we would block for, one of us is wrong: that is worth a warning, and no block. */
export async function withSecondOpinion(judgement: Judgement, { ports, budget, stages }: Desk): Promise<Heard> {
  const { simulations } = judgement;
  const { simulate } = ports;
  if (simulations === undefined || simulations.length === 0 || simulate === undefined)
    return { judgement, opinion: undefined };
  const asked = simulations.slice(0, MOST_QUESTIONS);
  const answers = await stages.measure('opinion', () =>
    Promise.all(asked.map((question) => simulate(question, budget).catch(() => undefined))),
  );
  const allowed = new Set(asked.filter((_, index) => answers[index] === 'allowed').map(({ key }) => key));
  const agreed = answers.filter((answer) => answer === 'denied').length;
  const opinion = { agreed, disagreed: allowed.size, unanswered: simulations.length - agreed - allowed.size };
  return { judgement: allowed.size === 0 ? judgement : softened(judgement, allowed), opinion };
}

function softened(judgement: Judgement, allowed: ReadonlySet<string>): Judgement {
  const findings = judgement.findings.map((finding) =>
    finding.level === 'block' && allowed.has(finding.key)
      ? { ...finding, level: 'warn' as const, message: `${finding.message}; IAM itself says that its policies allow it` }
      : finding,
  );
  const verdict = findings.some(({ level }) => level === 'block') ? 'fail' : 'inconclusive';
  return { ...judgement, verdict, findings };
}
