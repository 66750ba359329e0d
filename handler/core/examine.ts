import type { FactRequest, Facts } from '#core/facts/facts';
import { recordFacts, type RecordedFacts } from '#core/facts/record-facts';
import type { Source } from '#core/findings/candidate';
import { candidatesOf, type Assessed } from '#core/findings/candidates-of';
import { collapseScenarios } from '#core/findings/collapse-scenarios';
import { mergeScenarios, type MergedFinding } from '#core/findings/merge-scenarios';
import { withOpenChoices, withOpenConditions } from '#core/intrinsics/open-choices';
import { ALL_DETAIL, USUAL_DETAIL, type Detail } from '#core/intrinsics/scenarios';
import { section } from '#core/intrinsics/template-scope';
import { buildModel } from '#core/model/build-model';
import type { CodeSource } from '#core/model/code-calls';
import type { Deployment, StackModel } from '#core/model/stack-model';
import { rules } from '#core/rules/registry';
import { Documents, type Document } from '#core/stacks/documents';
import { groupNames } from '#core/stacks/group-names';
import { withNeighbours, type ResolvedStack } from '#core/stacks/join-stacks';
import { exportsOf, linkStacks, type Links } from '#core/stacks/linked-stacks';
import { nestingOf, resolveStack, type Nesting } from '#core/stacks/nested-stacks';
import { localCodeKey } from '#core/stacks/local-code';
import { stackSetBodies, type StackSetBody } from '#core/stacks/stack-sets';
import { prepareStack, type PreparedStack } from '#core/stacks/prepared-stack';
import { openStack } from '#core/stacks/processed-template';
import { pathBeside } from '#core/stacks/template-location';
import type { MapNode, Problem } from '#core/template/node';
import type { Origin } from '#core/value/origin';
import { describeUnknown, uniqueReasons, type UnknownReason } from '#core/value/unknown-reason';
import type { Proposal, ReportedProblem } from '#core/verdict/judgement';
import type { Settings } from '#core/verdict/settings';

/** A template through every stage up to findings. */
export interface Examined {
  readonly merged: readonly MergedFinding[];
  readonly assessed: readonly Assessed[];
  /** What is in stack sets; their findings are among the others. */
  readonly sets: readonly Examined[];
  readonly models: readonly StackModel[];
  readonly problems: readonly ReportedProblem[];
  readonly wanted: readonly FactRequest[];
  /** Where an offset stands; nothing for one of a template that is judged beside this one. */
  readonly placeAt: (offset: number) => Place | undefined;
}

type Place = ReturnType<Source['positionAt']>;

interface Case {
  readonly proposal: Proposal;
  readonly facts: Facts;
  /** What was deployed before, if that is known. */
  readonly before: Deployment['before'];
}

/** A proposal whose template is read, if it can be. */
interface Opened {
  readonly proposal: Proposal;
  readonly document: Document;
  readonly facts: RecordedFacts;
  readonly nesting: Nesting;
  readonly stack: PreparedStack | undefined;
  readonly deployment: Deployment;
}

/** Templates that are given together, each with what it shares with the others. */
export function examineTogether(cases: readonly Case[], settings: Settings): readonly Examined[] {
  const documents = new Documents();
  const opened = cases.map(({ proposal, facts, before }): Opened => {
    const { name, text, environment, files = NO_FILES } = proposal;
    const recorded = recordFacts(facts);
    const nesting = nestingOf(documents, files, recorded);
    const { document, stack } = openStack({ name, text, environment }, nesting);
    const { deployed, created = NOTHING_CREATED, imported } = environment;
    return {
      proposal,
      document,
      facts: recorded,
      nesting,
      stack,
      deployment: { deployed, created, imported, before },
    };
  });
  const links = linksAmong(opened);
  return opened.map((each) => examine(each, { links, documents, settings }));
}

const NOTHING_CREATED: ReadonlySet<string> = new Set();
const NO_FILES: ReadonlyMap<string, string> = new Map();

function linksAmong(opened: readonly Opened[]): Links | undefined {
  const names = groupNames(opened.map(({ proposal, stack }) => [proposal.name, stack?.environment.stackName]));
  const members = opened.flatMap(({ stack, nesting }, index) => {
    const name = names[index];
    return stack === undefined || name === undefined ? [] : [{ name, stack, nesting }];
  });
  return members.length < 2 ? undefined : linkStacks(members);
}

interface Group {
  readonly links: Links | undefined;
  readonly documents: Documents;
  readonly settings: Settings;
}

type Readable = Opened & { readonly stack: PreparedStack };

function examine(opened: Opened, group: Group): Examined {
  const { proposal, document, stack } = opened;
  const unusable = [...document.problems, ...(stack?.problems ?? [])];
  if (stack === undefined || unusable.some(({ fatal }) => fatal)) {
    const problems = unusable.map((each) => reported(each, proposal.name, group.documents));
    return { ...NOTHING, problems };
  }
  const usual = inDetail({ ...opened, stack }, group, USUAL_DETAIL);
  return proposal.allScenarios === true
    ? withAll(opened, usual, group)
    : withOtherwise({ ...opened, stack }, usual, group);
}

/**
 * What breaks only with other values than the defaults that conditions hang on; nobody said that those are kept. Looked into only
 * where the defaults leave resources out: all else has been seen, and costs as much again.
 */
function withOtherwise(opened: Readable, usual: Examined, group: Group): Examined {
  const { stack } = opened;
  const environment = leavesOut(stack, usual) ? withOpenConditions(stack.environment, stack.root) : undefined;
  if (environment === undefined) return usual;
  const others = inDetail({ ...opened, stack: { ...stack, environment } }, group, OTHER_DETAIL);
  const said = new Set(usual.merged.map(({ finding }) => finding.key));
  const fresh = others.merged.filter(({ finding }) => !said.has(finding.key) && finding.outcome !== 'unknown');
  return { ...usual, merged: [...usual.merged, ...fresh.map((each) => ({ ...each, certainty: 'possible' as const }))] };
}

function leavesOut({ root }: PreparedStack, { models }: Examined): boolean {
  return [...section(root, 'Resources').keys()].some((id) => models.every(({ lookup }) => !lookup.all.has(id)));
}
const OTHER_DETAIL: Detail = { ...USUAL_DETAIL, most: 8 };

/** The usual scenarios say what is there; all of them, which breaks there can be. */
function withAll(opened: Opened, usual: Examined, group: Group): Examined {
  const { proposal, document, facts } = opened;
  const environment =
    document.root === undefined ? proposal.environment : withOpenChoices(proposal.environment, document.root);
  const nesting = nestingOf(group.documents, proposal.files ?? NO_FILES, facts);
  const stack = prepareStack(document, environment, nesting);
  if (stack === undefined) return usual;
  const all = inDetail({ ...opened, stack, nesting }, group, ALL_DETAIL);
  const scenarios = all.models.map(({ scenario }) => scenario);
  return { ...usual, merged: collapseScenarios(all.merged, usual.merged, scenarios), problems: all.problems };
}

/** One template, in as many scenarios as are asked for. */
function inDetail(opened: Readable, group: Group, detail: Detail): Examined {
  const { proposal, document, facts, nesting, stack, deployment } = opened;
  const { templates, capped } = resolveLinked(opened, group.links, detail);
  const code = codeSource(proposal, group.documents);
  const models = templates.map((template) => buildModel(template, facts, { deployment, code }));
  const asked = rules.filter(
    ({ onlyWhen }) => onlyWhen === undefined || onlyWhen === group.settings.crossFunctionInvoke,
  );
  const isOwn = (origin: Origin): boolean =>
    origin.kind !== 'template' || group.documents.positionAt(origin.start).owner === proposal.name;
  const assessed = models.map((model) => candidatesOf(model, { rules: asked, isOwn }, facts));
  const unknowns = uniqueReasons([...stack.unknowns, ...templates.flatMap((template) => template.unknowns)]);
  const source: Source = {
    positionAt: (offset) => placeIn(proposal.name, group.documents, offset),
    typeOf: stack.typeOf,
    mayChange: unknowns.map(describeUnknown),
  };
  const merged = mergeScenarios(
    models.map(({ scenario }, index) => ({ scenario, candidates: assessed[index]?.candidates ?? [] })),
    source,
  );
  const problems = [
    ...document.problems,
    ...stack.problems,
    ...unexpanded(document.root, unknowns),
    ...tooMany(document.root, templates.length, { capped, detail }),
    ...nesting.problems.values(),
  ].map((each) => reported(each, proposal.name, group.documents));
  const placeAt = (offset: number): Place | undefined =>
    group.documents.positionAt(offset).owner === proposal.name ? source.positionAt(offset) : undefined;
  const sets = stackSetBodies(templates).map((body) => examineSet(body, opened, { group, detail }));
  return {
    merged: [...merged, ...sets.flatMap((set) => set.merged)],
    assessed,
    sets,
    models,
    problems: [...problems, ...sets.flatMap((set) => set.problems)],
    wanted: facts.wanted(),
    placeAt,
  };
}

/** What a stack set makes is a stack apart: neither does it see this one, nor this one it. */
function examineSet(
  body: StackSetBody,
  opened: Readable,
  { group, detail }: { readonly group: Group; readonly detail: Detail },
): Examined {
  const document = group.documents.embed(opened.document, { ...body, name: body.logicalId });
  const nesting = nestingOf(group.documents, NO_FILES, opened.facts);
  const stack = prepareStack(document, body.environment, nesting);
  const problems = [...document.problems, ...(stack?.problems ?? [])];
  if (stack === undefined || problems.some(({ fatal }) => fatal)) {
    const name = opened.proposal.name;
    return { ...NOTHING, problems: problems.map((each) => reported({ ...each, fatal: false }, name, group.documents)) };
  }
  const deployment = { ...opened.deployment, before: [] };
  return inDetail({ ...opened, document, stack, nesting, deployment }, { ...group, links: undefined }, detail);
}

/** Code is named by where the template lies that names it. */
function codeSource({ code }: Proposal, documents: Documents): CodeSource | undefined {
  if (code === undefined) return undefined;
  return {
    inline: code.inline,
    local: (origin, location, handler) => {
      const file = origin.kind === 'template' ? documents.positionAt(origin.start).file : undefined;
      return file === undefined ? undefined : code.local.get(localCodeKey(pathBeside(file, location), handler));
    },
  };
}

/** The stack with those nested in it and those it is linked to; its own names are as the template writes them. */
function resolveLinked(opened: Readable, links: Links | undefined, detail: Detail): ResolvedStack {
  const { stack, nesting } = opened;
  const exports = links?.exportsFor(stack);
  const linked =
    exports === undefined || exports.size === 0
      ? stack
      : { ...stack, environment: { ...stack.environment, handed: { exports } } };
  const resolved = resolveStack(linked, nesting, detail);
  const neighbours = links?.neighboursOf(stack, exportsOf(resolved.templates, '')) ?? [];
  return { ...resolved, templates: resolved.templates.map((template) => withNeighbours(template, neighbours)) };
}

/** The file is named where it is not the template itself. */
function placeIn(name: string, documents: Documents, offset: number): Place {
  const { file, line, column } = documents.positionAt(offset);
  return file === name ? { line, column } : { file, line, column };
}

/** Said once: what such a transform adds is unknown, and nothing is definite beside it. */
function unexpanded(root: MapNode | undefined, reasons: readonly UnknownReason[]): readonly Problem[] {
  const start = root?.entries.get('Transform')?.key.start ?? root?.start ?? 0;
  return reasons.map((reason) => ({
    message: describeUnknown(reason),
    hint: 'judge the processed template to know more',
    start,
    fatal: false,
  }));
}

function tooMany(
  root: MapNode | undefined,
  count: number,
  { capped, detail }: { readonly capped: boolean; readonly detail: Detail },
): readonly Problem[] {
  if (!capped) return [];
  const start = root?.entries.get('Conditions')?.key.start ?? root?.entries.get('Parameters')?.key.start ?? 0;
  const more = detail === USUAL_DETAIL ? ', or judge more combinations with `--all-scenarios`' : '';
  const message = `conditions allow more combinations than the ${count} that are judged; what hangs on the others is unknown`;
  return [{ message, hint: `give values to the parameters that they hang on${more}`, start, fatal: false }];
}

export const NOTHING: Examined = {
  merged: [],
  assessed: [],
  sets: [],
  models: [],
  problems: [],
  wanted: [],
  placeAt: () => undefined,
};

function reported({ message, hint, start, fatal }: Problem, name: string, documents: Documents): ReportedProblem {
  return { message, hint: hint ?? null, ...placeIn(name, documents, start), fatal };
}
