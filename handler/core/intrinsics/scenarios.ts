import type { MapNode, TemplateNode } from '#core/template/node';
import type { Truth } from '#core/value/truth';
import {
  leavesOf,
  namesIn,
  outcomesUnder,
  type Assignment,
  type Assumption,
  type Conditions,
  type Formula,
  type Variable,
} from './conditions';
import { nodesIn } from './nodes-in';
import type { Scenario } from './resolved-template';
import { section } from './template-scope';

/** Scenarios that are worked out unless more are asked for. */
export const MAX_SCENARIOS = 16;
/** Assignments kept while looking for scenarios; several may have the same outcomes. */
const MAX_ASSIGNMENTS = 256;
const MAX_ATOMS = 256;

export interface Scenarios {
  readonly scenarios: readonly Scenario[];
  readonly capped: boolean;
}

interface Atom {
  readonly key: string;
  readonly choices: readonly Assumption[];
}

/** Every consistent outcome of the conditions that matter, as far as the cap allows. */
export function scenariosOf(root: MapNode, conditions: Conditions, most: number): Scenarios {
  const used = [...usedConditions(root)].filter((name) => conditions.formulas.has(name)).sort();
  const atoms = atomsOf(used, conditions);
  let assignments: readonly Assignment[] = [new Map()];
  let capped = false;
  for (const [index, atom] of atoms.entries()) {
    const open = assignments.filter((assignment) => isOpen(assignment, used, conditions));
    if (open.length === 0) break;
    const closed = assignments.filter((assignment) => !open.includes(assignment));
    const more = index < MAX_ATOMS ? extend(open, atom, conditions) : undefined;
    const extended = more === undefined ? undefined : [...closed, ...more];
    const fits = extended !== undefined && distinct(extended, used, conditions).size <= most;
    if (fits) assignments = extended;
    else capped = true;
  }
  const scenarios = [...distinct(assignments, used, conditions).values()];
  return { scenarios: scenarios.map((assignment) => scenarioOf(assignment, used, conditions)), capped };
}

/** True if a condition that matters still hangs on something. */
function isOpen(assignment: Assignment, used: readonly string[], { formulas }: Conditions): boolean {
  const outcomes = outcomesUnder(formulas, assignment);
  return used.some((name) => outcomes.get(name) === 'unknown');
}

function extend(
  assignments: readonly Assignment[],
  atom: Atom,
  conditions: Conditions,
): readonly Assignment[] | undefined {
  if (assignments.length * atom.choices.length > MAX_ASSIGNMENTS) return undefined;
  const sames = [...conditions.formulas.values()].flatMap(leavesOf).filter((leaf) => leaf.kind === 'same');
  return assignments
    .flatMap((assignment) => atom.choices.map((choice) => new Map([...assignment, [atom.key, choice]])))
    .filter((assignment) => sames.every((same) => isConsistent(same, assignment, conditions)));
}

/** Two texts that are assumed to be literals are the same exactly if the literals are. */
function isConsistent(
  { atom, left, right }: Formula & { readonly kind: 'same' },
  assignment: Assignment,
  { variables }: Conditions,
): boolean {
  const same = assignment.get(atom);
  const [a, b] = [assignment.get(left), assignment.get(right)];
  if (typeof same !== 'boolean' || a === undefined || b === undefined) return true;
  if (typeof a === 'object' && typeof b === 'object') return same === (a.literal === b.literal);
  if (!same) return true;
  if (typeof a === 'object') return variables.get(right)?.literals.has(a.literal) !== true;
  if (typeof b === 'object') return variables.get(left)?.literals.has(b.literal) !== true;
  return true;
}

/** One assignment for each different set of outcomes. */
function distinct(
  assignments: readonly Assignment[],
  used: readonly string[],
  { formulas }: Conditions,
): ReadonlyMap<string, Assignment> {
  const byOutcomes = new Map<string, Assignment>();
  for (const assignment of assignments) {
    const truths = outcomesUnder(formulas, assignment);
    const outcomes = used.map((name) => truths.get(name)).join();
    if (!byOutcomes.has(outcomes)) byOutcomes.set(outcomes, assignment);
  }
  return byOutcomes;
}

function scenarioOf(assignment: Assignment, used: readonly string[], { formulas }: Conditions): Scenario {
  const decided = outcomesUnder(formulas, new Map());
  const outcomes = outcomesUnder(formulas, assignment);
  const assumed = used.flatMap((condition) => {
    const holds = booleanOf(outcomes.get(condition));
    return holds === undefined || decided.get(condition) !== 'unknown' ? [] : [{ condition, holds }];
  });
  const conditions = [...outcomes].map(([condition, truth]) => {
    const holds = booleanOf(truth);
    return [condition, holds ?? ({ kind: 'condition-undecided', condition } as const)] as const;
  });
  return { assumed, conditions: new Map(conditions) };
}

function booleanOf(truth: Truth | undefined): boolean | undefined {
  return truth === undefined || truth === 'unknown' ? undefined : truth === 'yes';
}

/** What the used conditions hang on, in the order in which they mention it. */
function atomsOf(used: readonly string[], { formulas, variables }: Conditions): readonly Atom[] {
  const leaves = leavesBelow(used, formulas);
  const atoms = new Map<string, Atom>();
  for (const leaf of leaves) {
    if (leaf.kind === 'same') atoms.set(leaf.atom, { key: leaf.atom, choices: [true, false] });
    const variable = leaf.kind === 'is' ? variables.get(leaf.variable) : undefined;
    if (variable === undefined || atoms.has(variable.key)) continue;
    atoms.set(variable.key, { key: variable.key, choices: choicesOf(variable, leaves) });
  }
  return [...atoms.values()];
}

function leavesBelow(used: readonly string[], formulas: Conditions['formulas']): readonly Formula[] {
  const leaves: Formula[] = [];
  const seen = new Set<string>();
  const open = [...used].reverse();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const formula = formulas.get(name);
    if (formula === undefined || seen.has(name)) continue;
    seen.add(name);
    for (const leaf of leavesOf(formula)) leaves.push(leaf);
    for (const next of namesIn(formula)) open.push(next);
  }
  return leaves;
}

/** One literal for each set of literals that no comparison tells apart. */
function choicesOf({ key, literals, allowed }: Variable, leaves: readonly Formula[]): readonly Assumption[] {
  const isCovered = allowed?.every((value) => literals.has(value)) === true;
  const comparisons = leaves.filter((leaf) => leaf.kind === 'is').filter(({ variable }) => variable === key);
  const isPaired = leaves.some((leaf) => leaf.kind === 'same' && (leaf.left === key || leaf.right === key));
  const distinguished = new Map<string, string>();
  for (const literal of [...literals].sort()) {
    const seenBy = comparisons.map((comparison) => (comparison.literals.has(literal) ? '1' : '0')).join('');
    const signature = isPaired ? literal : seenBy;
    if (!distinguished.has(signature)) distinguished.set(signature, literal);
  }
  const choices: Assumption[] = [...distinguished.values()].map((literal) => ({ literal }));
  return isCovered ? choices : [...choices, 'other'];
}

/** Conditions that decide about a resource, an output or a value. */
function usedConditions(root: MapNode): ReadonlySet<string> {
  const used = new Set<string>();
  for (const name of ['Resources', 'Outputs']) {
    for (const { value } of section(root, name).values()) {
      if (isUsageReport(value)) continue;
      const condition = value.kind === 'map' ? value.entries.get('Condition')?.value : undefined;
      if (condition?.kind === 'scalar') used.add(condition.text);
      addBranches(value, used);
    }
  }
  return used;
}

/** AWS: CDK's own resource, conditional on the region; it does nothing. */
function isUsageReport(resource: TemplateNode): boolean {
  const type = resource.kind === 'map' ? resource.entries.get('Type')?.value : undefined;
  return type?.kind === 'scalar' && type.text === 'AWS::CDK::Metadata';
}

function addBranches(root: TemplateNode, used: Set<string>): void {
  for (const node of nodesIn(root)) {
    const branches = node.kind === 'map' ? node.entries.get('Fn::If')?.value : undefined;
    const name = branches?.kind === 'seq' ? branchName(branches.items[0]) : undefined;
    if (name !== undefined) used.add(name);
  }
}

function branchName(node: TemplateNode | undefined): string | undefined {
  if (node?.kind === 'scalar') return node.text;
  const inner = node?.kind === 'map' ? node.entries.get('Condition')?.value : undefined;
  return inner?.kind === 'scalar' ? inner.text : undefined;
}
