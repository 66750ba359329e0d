import type { Assessed } from '#core/findings/candidates-of';
import type { Judgement } from './judgement';

/** Needs of the scenario with the most of them, so that a template with conditions is not counted many times. */
export function countNeeds(perScenario: readonly Assessed[]): Judgement['counts'] {
  const largest = perScenario.reduce<Assessed | undefined>(
    (best, each) => (best === undefined || each.assessments.length > best.assessments.length ? each : best),
    undefined,
  );
  const outcomes = (largest?.assessments ?? []).map(({ outcome }) => outcome);
  const count = (test: (outcome: string) => boolean): number => outcomes.filter(test).length;
  return {
    needs: outcomes.length,
    allowed: count((outcome) => outcome === 'allow'),
    denied: count((outcome) => outcome.endsWith('deny')),
    unknown: count((outcome) => outcome === 'unknown'),
  };
}
