import type { UnknownReason } from '#core/value/unknown-reason';
import type { Value } from '#core/value/value';
import type { PolicyProblem } from './document';

/** What is found while reading one statement. */
export interface ParseFindings {
  readonly problems: PolicyProblem[];
  readonly unknowns: UnknownReason[];
}

/** The value of `X`, or of `NotX`. */
export interface ElementValue {
  readonly value: Value;
  readonly negated: boolean;
}

/** AWS does not accept the policy; what the statement would do if it did, nobody can say. */
export function reject(found: ParseFindings, problem: PolicyProblem): void {
  found.problems.push(problem);
  found.unknowns.push({ kind: 'statement-unreadable', detail: problem.message });
}
