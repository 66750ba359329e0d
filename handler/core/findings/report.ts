import type { Assessment } from '#core/access/assess';
import type { StatementRef } from '#core/iam/decision';
import type { StackModel } from '#core/model/stack-model';
import type { Evidence, Need } from '#core/rules/need';
import type { Rule } from '#core/rules/rule';
import { literalOf, type Text } from '#core/value/text';
import { describeUnknown, uniqueReasons } from '#core/value/unknown-reason';
import type { Candidate, Source } from './candidate';
import { constructPathOf, placeOf, type Place } from './locate';
import type { LayerName } from '#core/iam/request';
import { repairFor, type Repair } from './repair';
import { withoutKinds } from './spell-text';
import { denialWords, messageOf, missWords } from './words';

/** A finding before it is weighed: everything but its level, its age and its certainty. */
export interface ReportedFinding {
  readonly key: string;
  readonly rule: Rule;
  readonly outcome: 'implicit-deny' | 'explicit-deny' | 'unknown';
  readonly layer: LayerName | null;
  readonly message: string;
  readonly principal: {
    readonly logicalId: string | null;
    readonly arn: string | null;
    readonly service: string | null;
  };
  readonly action: string;
  readonly resource: { readonly logicalId: string | null; readonly arn: string | null };
  readonly function: string | null;
  readonly location: Place & { readonly constructPath: string | null };
  readonly evidence: readonly (Place & { readonly kind: Evidence['kind']; readonly message: string })[];
  readonly closest: (Place & { readonly why: string }) | null;
  readonly unknowns: readonly { readonly reason: string; readonly message: string }[];
  readonly fix: Repair | null;
  readonly references: readonly string[];
  readonly atMost: Need['atMost'];
  readonly isReliedOn: boolean;
  /** The caller's own policies surely do not allow what they name; only another's policy might. */
  readonly isContradiction: boolean;
}

const NOWHERE: Place = { path: [], line: 1, column: 1 };

export function reportFinding(key: string, candidate: Candidate, source: Source): ReportedFinding {
  switch (candidate.kind) {
    case 'need':
      return reportNeed(key, candidate, source);
    case 'inert':
      return reportInert(key, candidate, source);
    case 'fault':
      return reportFault(key, candidate, source);
  }
}

type NeedCandidate = Extract<Candidate, { kind: 'need' }>;
type InertCandidate = Extract<Candidate, { kind: 'inert' }>;
type FaultCandidate = Extract<Candidate, { kind: 'fault' }>;

function reportNeed(key: string, { assessment, rule, model }: NeedCandidate, source: Source): ReportedFinding {
  const { need, decision, outcome } = assessment;
  const [first] = need.evidence;
  const place = placeOf(need.origin ?? first.origin, source) ?? functionPlace(need, source);
  const fix = outcome === 'unknown' ? null : repairFor(assessment, model, source);
  return {
    key,
    rule,
    outcome: outcome === 'allow' ? 'unknown' : outcome,
    layer: decision.decidedBy ?? null,
    message: withoutKinds(need.message ?? messageOf(assessment, model)),
    principal: principalOf(need),
    action: need.action,
    resource: { logicalId: need.resource.logicalId ?? null, arn: knownArn(need.resource.arn) },
    function: need.function?.logicalId ?? null,
    location: { ...place, constructPath: constructPathOf(place, model, source) },
    evidence: need.evidence.map((each) => ({
      kind: each.kind,
      message: withoutKinds(each.message),
      ...(placeOf(each.origin, source) ?? place),
    })),
    closest: closestOf(assessment, model, source),
    unknowns: uniqueReasons(decision.unknowns).map((reason) => ({
      reason: reason.kind,
      message: withoutKinds(describeUnknown(reason)),
    })),
    fix,
    references: rule.references,
    atMost: need.atMost,
    isReliedOn: need.isReliedOn === true,
    isContradiction: isContradiction(assessment),
  };
}

/** Is every statement of the caller that might allow it one that never can? */
function isContradiction({ need, decision }: NeedCandidate['assessment']): boolean {
  const { contradicted = [], principal } = need;
  const own = decision.layers.find(({ layer }) => layer === 'identity');
  if (contradicted.length === 0 || own === undefined || principal.kind !== 'role') return false;
  if (own.allows !== 'unknown') return own.allows === 'no';
  const { policies, unknowns } = principal.role.identity;
  const isOpen = unknowns.length > 0 || policies.some((policy) => policy.unknowns.length > 0);
  const open = own.because.filter(({ statement, applies }) => statement.effect !== 'Deny' && applies !== 'no');
  return !isOpen && open.every(({ statement }) => contradicted.includes(statement));
}

function reportInert(key: string, { grant, rule, model }: InertCandidate, source: Source): ReportedFinding {
  const place = placeOf(grant.origin, source) ?? NOWHERE;
  return {
    key,
    rule,
    outcome: 'implicit-deny',
    layer: 'resource',
    message: grant.message,
    principal: { logicalId: null, arn: null, service: grant.service },
    action: grant.action,
    resource: { logicalId: grant.resource.logicalId ?? null, arn: knownArn(grant.resource.arn) },
    function: grant.function?.logicalId ?? null,
    location: { ...place, constructPath: constructPathOf(place, model, source) },
    evidence: [{ kind: 'granted', message: `it names \`${grant.service}\` as the principal`, ...place }],
    closest: null,
    unknowns: [],
    fix: { summary: rule.fix, snippet: '', proved: false },
    references: rule.references,
    atMost: undefined,
    isReliedOn: false,
    isContradiction: false,
  };
}

function reportFault(key: string, { fault, rule, model }: FaultCandidate, source: Source): ReportedFinding {
  const place = placeOf(fault.origin, source) ?? NOWHERE;
  const { kind, message, origin } = fault.evidence;
  return {
    key,
    rule,
    outcome: 'implicit-deny',
    layer: null,
    message: fault.message,
    principal: { logicalId: fault.logicalId, arn: null, service: null },
    action: fault.action,
    resource: { logicalId: fault.resource.logicalId ?? null, arn: knownArn(fault.resource.arn) },
    function: fault.function?.logicalId ?? null,
    location: { ...place, constructPath: constructPathOf(place, model, source) },
    evidence: [{ kind, message, ...(placeOf(origin, source) ?? place) }],
    closest: null,
    unknowns: [],
    fix: { summary: fault.remedy ?? rule.fix, snippet: '', proved: false },
    references: rule.references,
    atMost: fault.atMost,
    isReliedOn: false,
    isContradiction: false,
  };
}

function principalOf({ principal }: Need): ReportedFinding['principal'] {
  switch (principal.kind) {
    case 'role':
      return { logicalId: principal.role.logicalId ?? null, arn: knownArn(principal.role.arn), service: null };
    case 'service':
      return { logicalId: null, arn: null, service: principal.service };
    case 'anyone':
      return { logicalId: null, arn: null, service: null };
  }
}

function knownArn(arn: Text): string | null {
  return literalOf(arn) ?? null;
}

function functionPlace(need: Need, source: Source): Place {
  const own = need.function?.resource;
  return (own === undefined ? undefined : placeOf(own.origin, source)) ?? NOWHERE;
}

/** The statement that denies, or that came nearest to allowing. */
function closestOf({ need, decision }: Assessment, model: StackModel, source: Source): ReportedFinding['closest'] {
  const { closest, decidedBy } = decision;
  if (closest !== undefined) return pointTo(closest, missWords(closest, need, model), source);
  if (decision.outcome !== 'explicit-deny') return null;
  const denial = decision.layers.find(({ layer }) => layer === decidedBy)?.because.at(0);
  return denial === undefined ? null : pointTo(denial, denialWords(denial.statement, model), source);
}

/** A statement of an AWS managed policy has no place in the template; the policy's name is in the words. */
function pointTo({ statement, policy }: StatementRef, why: string, source: Source): ReportedFinding['closest'] {
  const place = placeOf(statement.origin, source);
  return place === undefined ? null : { ...place, why: `${policy.label}: ${why}` };
}
