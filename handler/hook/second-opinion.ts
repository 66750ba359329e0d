import { allBut } from '#account/read-budget';
import type { Judgement } from '#core/verdict/judgement';
import type { Desk } from './hook-ports';
import type { SecondOpinion } from './respond';

const MOST_QUESTIONS = 10;
// What wording and recording the answer may take.
const RESERVE_MILLISECONDS = 1_000;

interface Heard {
  readonly judgement: Judgement;
  readonly opinion: SecondOpinion | undefined;
}

/** Where IAM itself would allow what we would block for, one of us is wrong: that is worth a warning, and no block. */
export async function withSecondOpinion(judgement: Judgement, { ports, budget, stages }: Desk): Promise<Heard> {
  const { simulations = [] } = judgement;
  const { simulate } = ports;
  if (simulations.length === 0 || simulate === undefined) return { judgement, opinion: undefined };
  const asked = simulations.slice(0, MOST_QUESTIONS);
  const time = allBut(RESERVE_MILLISECONDS, budget);
  const answers = await stages.measure('opinion', () =>
    Promise.all(asked.map((question) => time.allow(Infinity, () => simulate(question, time)).catch(() => undefined))),
  );
  const allowed = new Set(asked.filter((_, index) => answers[index] === 'allowed').map(({ key }) => key));
  const agreed = answers.filter((answer) => answer === 'denied').length;
  const opinion = { agreed, disagreed: allowed.size, unanswered: simulations.length - agreed - allowed.size };
  return { judgement: allowed.size === 0 ? judgement : softened(judgement, allowed), opinion };
}

function softened(judgement: Judgement, allowed: ReadonlySet<string>): Judgement {
  const findings = judgement.findings.map((finding) =>
    finding.level === 'block' && allowed.has(finding.key)
      ? { ...finding, level: 'warn' as const, message: `${finding.message}; IAM's own simulator says it would work` }
      : finding,
  );
  const verdict = findings.some(({ level }) => level === 'block') ? 'fail' : 'inconclusive';
  return { ...judgement, verdict, findings };
}
