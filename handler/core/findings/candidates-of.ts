import { assess, type Assessment } from '#core/access/assess';
import type { Facts } from '#core/facts/facts';
import type { StackModel } from '#core/model/stack-model';
import type { Fault, Need } from '#core/rules/need';
import type { NeedRule, Rule } from '#core/rules/rule';
import type { Origin } from '#core/value/origin';
import { showText } from '#core/value/text';
import type { Candidate } from './candidate';
import { grantedTooLate } from './granted-too-late';

export interface Assessed {
  readonly candidates: readonly Candidate[];
  /** Every need with its answer, met ones too. */
  readonly assessments: readonly Assessment[];
}

export interface Asked {
  readonly rules: readonly Rule[];
  /** False for what another template shows that is judged at the same time: it is said there. */
  readonly isOwn: (origin: Origin) => boolean;
}

/** Asks every rule what must work in one scenario, and IAM whether it does. */
export function candidatesOf(model: StackModel, { rules, isOwn }: Asked, facts: Facts): Assessed {
  const candidates: Candidate[] = [];
  const assessments: Assessment[] = [];
  for (const rule of rules) {
    if (rule.shape !== 'need') {
      candidates.push(...seenInTemplate(rule, model, facts).filter((each) => isOwn(originOf(each))));
      continue;
    }
    for (const need of rule.needs(model)) {
      if (!isOwn(originOfNeed(need))) continue;
      const assessment = assess(need, model, facts);
      if (rule.onlyIfSure === true && assessment.outcome === 'unknown') continue;
      assessments.push(assessment);
      if (assessment.outcome !== 'allow') candidates.push({ kind: 'need', rule, assessment, model });
    }
  }
  return { candidates: withoutEchoes(candidates), assessments };
}

function originOf(candidate: Exclude<Candidate, { kind: 'need' }>): Origin {
  return candidate.kind === 'inert' ? candidate.grant.origin : candidate.fault.origin;
}

/** Where the finding would be reported. */
function originOfNeed({ origin, evidence: [first], function: lambda }: Need): Origin {
  const shown = origin ?? first.origin;
  return shown.kind === 'template' ? shown : (lambda?.resource?.origin ?? shown);
}

/** What a rule that yields says of an access is said already where a closer rule asks for the same. */
function withoutEchoes(candidates: readonly Candidate[]): readonly Candidate[] {
  const closest = new Map<string, number>();
  for (const each of candidates) {
    for (const access of accessesOf(each))
      closest.set(access, Math.max(closest.get(access) ?? 0, closeness(each.rule)));
  }
  return candidates.filter((each) =>
    accessesOf(each).every((access) => (closest.get(access) ?? 0) <= closeness(each.rule)),
  );
}

function closeness({ yields }: Rule): number {
  return yields === undefined ? 2 : yields === 'to-wiring' ? 1 : 0;
}

function accessesOf(candidate: Candidate): readonly string[] {
  if (candidate.kind !== 'need') return [];
  const { principal, action, orActions = [], resource } = candidate.assessment.need;
  if (principal.kind !== 'role') return [];
  return [action, ...orActions].map((each) =>
    [showText(principal.role.arn), each.toLowerCase(), resource.logicalId ?? showText(resource.arn)].join(' '),
  );
}

function seenInTemplate(
  rule: Exclude<Rule, NeedRule>,
  model: StackModel,
  facts: Facts,
): readonly Exclude<Candidate, { kind: 'need' }>[] {
  switch (rule.shape) {
    case 'inert':
      return rule.grants(model).map((grant) => ({ kind: 'inert', rule, grant, model }));
    case 'fault':
      return rule.faults(model).map((fault) => ({ kind: 'fault', rule, fault, model }));
    case 'order':
      return oneOfEach(rule.atCreation(model).flatMap((each) => grantedTooLate(each, model, facts))).map((fault) => ({
        kind: 'fault',
        rule,
        fault,
        model,
      }));
  }
}

/** What is made too early is said once; which of its accesses is named does not hang on the order of anything. */
function oneOfEach(faults: readonly Fault[]): readonly Fault[] {
  const byResource = new Map<string, Fault>();
  for (const fault of faults) {
    const known = byResource.get(fault.logicalId);
    if (known === undefined || nameOf(fault) < nameOf(known)) byResource.set(fault.logicalId, fault);
  }
  return [...byResource.values()];
}

function nameOf({ action, resource }: Fault): string {
  return `${action} ${resource.logicalId ?? showText(resource.arn)}`;
}
