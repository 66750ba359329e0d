import { assess, type Assessment } from '#core/access/assess';
import type { Facts } from '#core/facts/facts';
import type { StackModel } from '#core/model/stack-model';
import type { NeedRule, Rule } from '#core/rules/rule';
import type { Candidate } from './candidate';
import { grantedTooLate } from './granted-too-late';

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
    if (rule.shape !== 'need') {
      candidates.push(...seenInTemplate(rule, model, facts));
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

function seenInTemplate(rule: Exclude<Rule, NeedRule>, model: StackModel, facts: Facts): readonly Candidate[] {
  switch (rule.shape) {
    case 'inert':
      return rule.grants(model).map((grant) => ({ kind: 'inert', rule, grant, model }));
    case 'fault':
      return rule.faults(model).map((fault) => ({ kind: 'fault', rule, fault, model }));
    case 'order':
      return rule
        .atCreation(model)
        .flatMap((each) => grantedTooLate(each, model, facts))
        .map((fault) => ({ kind: 'fault', rule, fault, model }));
  }
}
