import { recordFacts } from '#core/facts/record-facts';
import { trusting } from '#core/facts/trusted';
import { factKey, type FactRequest, type Facts } from '#core/facts/facts';
import { candidatesOf, type Assessed } from '#core/findings/candidates-of';
import type { Source } from '#core/findings/candidate';
import type { ReportedFinding } from '#core/findings/report';
import { mergeScenarios, type MergedFinding } from '#core/findings/merge-scenarios';
import { simulationsOf, type Simulation } from '#core/findings/simulation';
import { withDeclaredEnvironment } from '#core/intrinsics/declared-environment';
import { expandForEach } from '#core/intrinsics/expand-for-each';
import type { Environment } from '#core/intrinsics/resolved-template';
import { resolveTemplate } from '#core/intrinsics/resolve-template';
import { toldValues } from '#core/intrinsics/told-values';
import { buildModel } from '#core/model/build-model';
import type { Deployment, StackModel } from '#core/model/stack-model';
import { rules } from '#core/rules/registry';
import { parseTemplate } from '#core/template/parse-template';
import type { MapNode, Problem } from '#core/template/node';
import { positionAt } from '#core/template/position';
import { expandTransforms } from '#core/transforms/expand-transforms';
import { describeUnknown } from '#core/value/unknown-reason';
import { acceptancesOf, applyAcceptances, type AcceptanceNote } from '#core/verdict/acceptance';
import { countNeeds } from '#core/verdict/count-needs';
import type { Finding, Judgement, Proposal, ReportedProblem } from '#core/verdict/judgement';
import type { Settings } from '#core/verdict/settings';
import { settingsOfStack } from '#core/verdict/settings-of-stack';
import { byWeight, weigh } from '#core/verdict/weigh';

/**
 * The whole product on one screen: text → tree → plain CloudFormation → values → model → needs → decisions → findings → verdict.
 * Pure: the same proposal, facts and settings always give the same judgement.
 */
export function judge(given: Proposal, known: Facts, all: Settings): Judgement {
  const settings = settingsOfStack(all, given.environment.stackName);
  const { proposal, facts } = withTold(given, trusting(settings.trustedAccounts, known));
  const terms = { facts, settings };
  const before =
    proposal.previousText === undefined
      ? undefined
      : examine(proposal, proposal.previousText, { ...terms, before: [] });
  const now = examine(proposal, proposal.text, { ...terms, before: before?.models });
  const earlier = new Map(before?.merged.map(({ finding }) => [finding.key, finding]));
  const weighed = now.merged
    .map((each) => (proposal.scope === 'one-resource' ? { ...each, finding: alone(each.finding) } : each))
    .map((each) => weigh({ ...each, since: sinceOf(each.finding, earlier.get(each.finding.key)) }, settings))
    .filter((finding): finding is Finding => finding !== undefined);
  const [model] = now.models;
  const acceptances = model === undefined ? [] : acceptancesOf(model, settings);
  const { kept, accepted, notes } = applyAcceptances(weighed, acceptances, proposal.today);
  return {
    template: proposal.name,
    verdict: verdictOf(kept, now),
    counts: countNeeds(now.assessed),
    findings: [...kept].sort(byWeight),
    accepted,
    problems: [...now.problems, ...notesOf(notes, proposal.text)],
    wantedFacts: uniqueRequests([...now.wanted, ...(before?.wanted ?? [])]),
    ...(settings.secondOpinion === 'off' ? {} : { simulations: simulationsFor(kept, now) }),
  };
}

/** What a resource needs to run may be made after it; what it needs to be made must be there. */
function alone(finding: ReportedFinding): ReportedFinding {
  const mayFollow = finding.rule.breaks === 'run' && finding.outcome === 'implicit-deny';
  return mayFollow ? { ...finding, atMost: finding.atMost ?? 'warn' } : finding;
}

/** A break that nobody could tell before, and this change shows, is new. */
function sinceOf(finding: ReportedFinding, before: ReportedFinding | undefined): Finding['since'] {
  if (before === undefined) return 'new';
  return before.outcome === 'unknown' && finding.outcome !== 'unknown' ? 'new' : 'existing';
}

/** What a change set tells of values that its template leaves open holds for the template before, too. */
function withTold(proposal: Proposal, facts: Facts): { readonly proposal: Proposal; readonly facts: Facts } {
  const { told } = proposal.environment;
  const { template } = told === undefined || told.size === 0 ? NO_TEMPLATE : parseTemplate(proposal.text);
  if (told === undefined || template === undefined) return { proposal, facts };
  const environment = withDeclaredEnvironment(proposal.environment, template.root);
  const values = toldValues(resolved(template.root, environment, facts).resolution, told);
  const parameters = new Map([...values.parameters, ...proposal.environment.parameters]);
  return {
    proposal: { ...proposal, environment: { ...proposal.environment, parameters } },
    facts: { get: (key) => values.facts.get(key) ?? facts.get(key) },
  };
}

const NO_TEMPLATE = { template: undefined };

function resolved(root: MapNode, environment: Environment, facts: Facts) {
  const unrolled = expandForEach(root, environment, facts);
  const expanded = expandTransforms(unrolled.root, environment);
  return { unrolled, expanded, resolution: resolveTemplate(expanded.root, environment, facts) };
}

interface Examined {
  readonly merged: readonly MergedFinding[];
  readonly assessed: readonly Assessed[];
  readonly models: readonly StackModel[];
  readonly problems: readonly ReportedProblem[];
  readonly wanted: readonly FactRequest[];
}

interface Terms {
  readonly facts: Facts;
  readonly settings: Settings;
  readonly before: Deployment['before'];
}

/** One template text, through every stage up to findings. */
function examine(proposal: Proposal, text: string, { facts, settings, before }: Terms): Examined {
  const position = positionAt(text);
  const parsed = parseTemplate(text);
  if (parsed.template === undefined || parsed.problems.some(({ fatal }) => fatal))
    return { ...NOTHING, problems: parsed.problems.map((each) => report(each, position)) };
  const recorded = recordFacts(facts);
  const environment = withDeclaredEnvironment(proposal.environment, parsed.template.root);
  const { unrolled, expanded, resolution } = resolved(parsed.template.root, environment, recorded);
  const { deployed, created = NOTHING_CREATED } = proposal.environment;
  const deployment: Deployment = { deployed, created, before };
  const models = resolution.scenarios.map((scenario) => buildModel(scenario, recorded, deployment));
  const asked = rules.filter(({ onlyWhen }) => onlyWhen === undefined || onlyWhen === settings.crossFunctionInvoke);
  const assessed = models.map((model) => candidatesOf(model, asked, recorded));
  const source: Source = {
    positionAt: position,
    typeOf: writtenTypes(unrolled.root),
    mayChange: [...unrolled.unknowns, ...expanded.unknowns].map(describeUnknown),
  };
  const merged = mergeScenarios(
    assessed.map(({ candidates }) => candidates),
    source,
  );
  const problems = [
    ...parsed.problems,
    ...unrolled.problems,
    ...expanded.problems,
    ...unexpanded(parsed.template.root, source.mayChange),
    ...resolution.problems,
  ].map((each) => report(each, position));
  return { merged, assessed, models, problems, wanted: recorded.wanted() };
}

/** Said once: what such a transform adds is unknown, and nothing is definite beside it. */
function unexpanded(root: MapNode, reasons: readonly string[]): readonly Problem[] {
  const start = root.entries.get('Transform')?.key.start ?? root.start;
  return reasons.map((message) => ({
    message,
    hint: 'judge the processed template to know more',
    start,
    fatal: false,
  }));
}

function simulationsFor(findings: readonly Finding[], { assessed }: Examined): readonly Simulation[] {
  const blocking = new Set(findings.filter(({ level }) => level === 'block').map(({ key }) => key));
  return simulationsOf(
    blocking,
    assessed.flatMap(({ candidates }) => candidates),
  );
}

function notesOf(notes: readonly AcceptanceNote[], text: string): readonly ReportedProblem[] {
  const position = positionAt(notes.length === 0 ? '' : text);
  return notes.map(({ message, hint, at }) => {
    const { line, column } = typeof at === 'number' ? position(at) : at;
    return { message, hint, line, column, fatal: false };
  });
}

function uniqueRequests(requests: readonly FactRequest[]): readonly FactRequest[] {
  return [...new Map(requests.map((request) => [factKey(request), request])).values()];
}

const NOTHING_CREATED: ReadonlySet<string> = new Set();

const NOTHING: Examined = { merged: [], assessed: [], models: [], problems: [], wanted: [] };

/** What cannot be judged is not passed: a text that cannot be read, or an answer that is not known. */
function verdictOf(findings: readonly Finding[], examined: Examined): Judgement['verdict'] {
  if (findings.some(({ level }) => level === 'block')) return 'fail';
  const isOpen = examined.problems.some(({ fatal }) => fatal) || findings.some(({ outcome }) => outcome === 'unknown');
  return isOpen ? 'inconclusive' : 'pass';
}

function report({ message, hint, start, fatal }: Problem, position: Source['positionAt']): ReportedProblem {
  return { message, hint: hint ?? null, ...position(start), fatal };
}

function writtenTypes(root: MapNode): ReadonlyMap<string, string> {
  const resources = root.entries.get('Resources')?.value;
  const types = new Map<string, string>();
  if (resources?.kind !== 'map') return types;
  for (const [logicalId, { value }] of resources.entries) {
    const type = value.kind === 'map' ? value.entries.get('Type')?.value : undefined;
    if (type?.kind === 'scalar') types.set(logicalId, type.text);
  }
  return types;
}
