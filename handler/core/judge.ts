import { factKey, type FactRequest, type Facts } from '#core/facts/facts';
import { trusting } from '#core/facts/trusted';
import { asOfNestedStack, asOfOneResource } from '#core/findings/may-follow';
import type { ReportedFinding } from '#core/findings/report';
import { simulationsOf, type Simulation } from '#core/findings/simulation';
import { acceptancesOf, applyAcceptances, type AcceptanceNote } from '#core/verdict/acceptance';
import { countNeeds } from '#core/verdict/count-needs';
import type { Finding, Judgement, Proposal, ReportedProblem } from '#core/verdict/judgement';
import type { Settings } from '#core/verdict/settings';
import { settingsOfStack } from '#core/verdict/settings-of-stack';
import { byWeight, weigh } from '#core/verdict/weigh';
import { examineTogether, NOTHING, type Examined } from './examine';
import { withTold, type ToldProposal } from './told-proposal';

/**
 * The whole product on one screen: text → tree → plain CloudFormation → values → model → needs → decisions → findings → verdict.
 * Pure: the same proposal, facts and settings always give the same judgement.
 */
export function judge(proposal: Proposal, facts: Facts, settings: Settings): Judgement {
  const [judgement] = judgeTogether([proposal], facts, settings);
  return judgement ?? judgementOf(proposal, { now: NOTHING, before: undefined }, settings);
}

/** Judges templates that are given together: what one exports, another may import. */
export function judgeTogether(proposals: readonly Proposal[], known: Facts, settings: Settings): readonly Judgement[] {
  const facts = trusting(settings.trustedAccounts, known);
  const told = proposals.map((proposal) => withTold(proposal, facts));
  const before = examineBefore(told, settings);
  const now = examineTogether(
    told.map((each, index) => ({ ...each, before: before[index]?.models })),
    settings,
  );
  return told.map(({ proposal }, index) =>
    judgementOf(proposal, { now: now[index] ?? NOTHING, before: before[index] }, settings),
  );
}

/** What was deployed before; a template that was not there before has no findings of that time. */
function examineBefore(told: readonly ToldProposal[], settings: Settings): readonly (Examined | undefined)[] {
  if (told.every(({ proposal }) => proposal.previousText === undefined)) return [];
  const previous = told.map(({ proposal, facts }) => ({
    proposal: { ...proposal, text: proposal.previousText ?? proposal.text },
    facts,
    before: [],
  }));
  const before = examineTogether(previous, settings);
  return told.map(({ proposal }, index) => (proposal.previousText === undefined ? undefined : before[index]));
}

interface NowAndBefore {
  readonly now: Examined;
  readonly before: Examined | undefined;
}

function judgementOf(proposal: Proposal, { now, before }: NowAndBefore, all: Settings): Judgement {
  const settings = settingsOfStack(all, proposal.environment);
  const earlier = new Map(before?.merged.map(({ finding }) => [finding.key, finding]));
  const weighed = now.merged
    .map((each) => ({ ...each, finding: inScope(each.finding, proposal) }))
    .map((each) => weigh({ ...each, since: sinceOf(each.finding, earlier.get(each.finding.key)) }, settings))
    .filter((finding): finding is Finding => finding !== undefined);
  const [model] = now.models;
  const acceptances = model === undefined ? [] : acceptancesOf(model, settings);
  const { kept, accepted, notes } = applyAcceptances(weighed, acceptances, proposal.today);
  return {
    template: proposal.name,
    verdict: verdictOf(kept, now),
    counts: countsOf(now),
    findings: [...kept].sort(byWeight),
    accepted,
    problems: [...now.problems, ...notesOf(notes, now)],
    wantedFacts: uniqueRequests([...now.wanted, ...(before?.wanted ?? [])]),
    ...(settings.secondOpinion === 'off' ? {} : { simulations: simulationsFor(kept, now) }),
  };
}

function countsOf({ assessed, sets }: Examined): Judgement['counts'] {
  return sets.map(countsOf).reduce(
    (all, one) => ({
      needs: all.needs + one.needs,
      allowed: all.allowed + one.allowed,
      denied: all.denied + one.denied,
      unknown: all.unknown + one.unknown,
    }),
    countNeeds(assessed),
  );
}

function inScope(finding: ReportedFinding, { scope, environment }: Proposal): ReportedFinding {
  if (scope === 'one-resource') return asOfOneResource(finding);
  return environment.isNested === true ? asOfNestedStack(finding) : finding;
}

/** A break that nobody could tell before, and this change shows, is new. */
function sinceOf(finding: ReportedFinding, before: ReportedFinding | undefined): Finding['since'] {
  if (before === undefined) return 'new';
  return before.outcome === 'unknown' && finding.outcome !== 'unknown' ? 'new' : 'existing';
}

/** What stands in another template is said with that one. */
function notesOf(notes: readonly AcceptanceNote[], { placeAt }: Examined): readonly ReportedProblem[] {
  return notes.flatMap(({ message, hint, at }) => {
    const place = typeof at === 'number' ? placeAt(at) : at;
    if (place === undefined) return [];
    const { line, column, file } = place;
    return [{ message, hint, ...(file === undefined ? {} : { file }), line, column, fatal: false }];
  });
}

function simulationsFor(findings: readonly Finding[], { assessed }: Examined): readonly Simulation[] {
  const blocking = new Set(findings.filter(({ level }) => level === 'block').map(({ key }) => key));
  return simulationsOf(
    blocking,
    assessed.flatMap(({ candidates }) => candidates),
  );
}

function uniqueRequests(requests: readonly FactRequest[]): readonly FactRequest[] {
  return [...new Map(requests.map((request) => [factKey(request), request])).values()];
}

/** What cannot be judged is not passed: a text that cannot be read, or an answer that is not known. */
function verdictOf(findings: readonly Finding[], examined: Examined): Judgement['verdict'] {
  if (findings.some(({ level }) => level === 'block')) return 'fail';
  const isOpen = examined.problems.some(({ fatal }) => fatal) || findings.some(({ outcome }) => outcome === 'unknown');
  return isOpen ? 'inconclusive' : 'pass';
}
