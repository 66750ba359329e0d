import type { Scenario } from '#core/intrinsics/resolved-template';
import { ownName } from '#core/intrinsics/qualified-name';
import type { StackModel } from '#core/model/stack-model';
import { pathOf } from '#core/value/origin';
import type { Candidate, Source } from './candidate';
import { findingKey } from './finding-key';
import { scenarioWords } from './scenario-words';
import { reportFinding, type ReportedFinding } from './report';

/** One finding over all scenarios, with those it holds in. */
export interface MergedFinding {
  readonly finding: ReportedFinding;
  readonly certainty: 'definite' | 'possible';
  /** The conditions under which it holds; undefined where it always does. */
  readonly when: string | undefined;
  /** Those it holds in. */
  readonly scenarios: readonly Scenario[];
  /** It cannot be definite, in however many scenarios it holds. */
  readonly isOpen: boolean;
}

export interface ScenarioCandidates {
  readonly scenario: Scenario;
  readonly candidates: readonly Candidate[];
}

interface Seen {
  readonly candidate: Candidate;
  readonly scenarios: readonly Scenario[];
  /** Unknown in at least one scenario. */
  readonly hasUnknown: boolean;
}

/** What holds in every scenario is definite; a denial in some is only possible, whatever the others say. */
export function mergeScenarios(perScenario: readonly ScenarioCandidates[], source: Source): readonly MergedFinding[] {
  const all = perScenario.map(({ scenario }) => scenario);
  const seen = new Map<string, Seen>();
  for (const { candidates } of perScenario) {
    const here = new Set<string>();
    for (const candidate of deniedFirst(candidates)) {
      const key = findingKey(candidate);
      const known = seen.get(key);
      if (here.has(key)) continue;
      here.add(key);
      seen.set(key, {
        candidate: worse(known?.candidate, candidate),
        scenarios: [...(known?.scenarios ?? []), candidate.model.scenario],
        hasUnknown: known?.hasUnknown === true || isUnknown(candidate),
      });
    }
  }
  return [...seen].map(([key, { candidate, scenarios, hasUnknown }]) => {
    const always = scenarios.length === perScenario.length;
    const isOpen = hasUnknown || source.mayChange.length > 0 || mayBeMissing(candidate);
    return {
      finding: reportFinding(key, candidate, source),
      certainty: always && !isOpen ? 'definite' : 'possible',
      when: always ? undefined : scenarioWords(scenarios, all),
      scenarios,
      isOpen,
    };
  });
}

/** One key may stand for several needs, such as the routes of one API: a denial of one says more than an unknown of another. */
function deniedFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates.filter((each) => !isUnknown(each)), ...candidates.filter(isUnknown)];
}

function isUnknown(candidate: Candidate): boolean {
  return candidate.kind === 'need' && candidate.assessment.outcome === 'unknown';
}

/** A denial in one scenario beside an unknown in another is shown as the denial, and only as possible. */
function worse(known: Candidate | undefined, next: Candidate): Candidate {
  return known?.kind === 'need' && known.assessment.outcome !== 'unknown' ? known : next;
}

/** A resource that this scenario cannot say is there makes what is said of it only possible. */
function mayBeMissing(candidate: Candidate): boolean {
  if (candidate.kind === 'inert') return false;
  if (candidate.kind === 'fault') {
    const { fault, model } = candidate;
    return isOpen(fault.logicalId, model) || isOpen(fault.resource.logicalId, model);
  }
  const { need } = candidate.assessment;
  return (
    need.function?.resource?.existence !== undefined ||
    isOpen(need.resource.logicalId, candidate.model) ||
    isWiredByOpen(candidate) ||
    isHandedAway(candidate) ||
    (need.principal.kind === 'service' && isOpen(need.principal.logicalId, candidate.model))
  );
}

/** What shows the need may not be there, such as the mapping of a function outside the stack. */
function isWiredByOpen({ assessment, model }: Extract<Candidate, { kind: 'need' }>): boolean {
  const open = [...model.lookup.all.values()].filter(({ existence }) => existence !== undefined);
  if (open.length === 0) return false;
  const names = new Set(open.map(({ logicalId }) => ownName(logicalId)));
  return assessment.need.evidence.every(({ origin }) => {
    const [section, name] = origin.kind === 'template' ? pathOf(origin.path) : [];
    return section === 'Resources' && names.has(String(name));
  });
}

/** A nested stack that is not read may add to the policies of what it is given. */
function isHandedAway({ assessment, model }: Extract<Candidate, { kind: 'need' }>): boolean {
  const { need, decision } = assessment;
  const unread = model.lookup.ofType('AWS::CloudFormation::Stack').filter((each) => each.unread !== undefined);
  if (unread.length === 0 || decision.outcome === 'explicit-deny') return false;
  const role = need.principal.kind === 'role' ? need.principal.role.logicalId : undefined;
  const owners = [role, need.resource.logicalId, need.function?.logicalId];
  return unread.some(({ refersTo }) => owners.some((owner) => owner !== undefined && refersTo.has(owner)));
}

function isOpen(logicalId: string | undefined, model: StackModel): boolean {
  return logicalId !== undefined && model.lookup.all.get(logicalId)?.existence !== undefined;
}
