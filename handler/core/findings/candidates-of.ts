import { assess, type Assessment } from '#core/access/assess';
import type { Facts } from '#core/facts/facts';
import type { StackModel } from '#core/model/stack-model';
import type { Rule } from '#core/rules/rule';
import type { Candidate } from './candidate';

export interface Assessed {
  readonly candidates: readonly Candidate[];
  /** Every need with its answer, met ones too. */
  readonly assessments: readonly Assessment[];
}

/** Asks every rule what must work in one scenario, and IAM whether it does. */
export function candidatesOf(model: StackModel, rules: readonly Rule[], facts: Facts): Assessed {
  const candidates: Candidate[] = [];
  const assessments: Assessment[] = [];
  for (const rule of rules) {
    if (rule.shape === 'inert') {
      for (const grant of rule.grants(model)) candidates.push({ kind: 'inert', rule, grant, model });
      continue;
    }
    for (const need of rule.needs(model)) {
      const assessment = assess(need, model, facts);
      assessments.push(assessment);
      if (assessment.outcome !== 'allow') candidates.push({ kind: 'need', rule, assessment, model });
    }
  }
  return { candidates, assessments };
}
