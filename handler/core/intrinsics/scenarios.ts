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
import type { Parameters } from './parameters';
import { section, type TemplateScope } from './template-scope';

/** Assignments kept while looking for scenarios; several may have the same outcomes. */
const ASSIGNMENTS_PER_SCENARIO = 16;

/** How finely scenarios are told apart, and how many of them at most. */
export interface Detail {
  readonly most: number;
  /** `values`: also by the value of each parameter, as far as conditions or `AllowedValues` name it. */
  readonly by: 'outcomes' | 'values';
}
export const USUAL_DETAIL: Detail = { most: 16, by: 'outcomes' };
export const ALL_DETAIL: Detail = { most: 256, by: 'values' };
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
export function scenariosOf(
  { root, parameters }: Pick<TemplateScope, 'root' | 'parameters'>,
  conditions: Conditions,
  detail: Detail,
): Scenarios {
  const used = [...usedConditions(root)].filter((name) => conditions.formulas.has(name)).sort();
  const byValues = detail.by === 'values';
  const atoms = byValues
    ? withAllowed(atomsOf(used, conditions, splitChoices), parameters)
    : atomsOf(used, conditions, choicesOf);
  let assignments: readonly Assignment[] = [new Map()];
  let capped = false;
  for (const [index, atom] of atoms.entries()) {
    const open = assignments.filter((assignment) => byValues || isOpen(assignment, used, conditions));
    if (open.length === 0) break;
    const closed = assignments.filter((assignment) => !open.includes(assignment));
    const most = ASSIGNMENTS_PER_SCENARIO * detail.most;
    const isMuch = index >= MAX_ATOMS || open.length * atom.choices.length > most;
    const more = isMuch ? undefined : extend(open, atom, conditions);
    const extended = more === undefined ? undefined : [...closed, ...more];
    const fits = extended !== undefined && distinct(extended, used, { conditions, detail }).size <= detail.most;
    if (fits) assignments = extended;
    else capped = true;
  }
  const scenarios = [...distinct(assignments, used, { conditions, detail }).values()].map((assignment) => {
    const scenario = scenarioOf(assignment, used, conditions);
    if (byValues) return { ...scenario, literals: literalsIn(assignment) };
    const literals = leftOutIn(scenario, assignments, { used, conditions });
    return literals.size === 0 ? scenario : { ...scenario, literals };
  });
  return { scenarios, capped };
}

/** True if a condition that matters still hangs on something. */
function isOpen(assignment: Assignment, used: readonly string[], { formulas }: Conditions): boolean {
  const outcomes = outcomesUnder(formulas, assignment);
  return used.some((name) => outcomes.get(name) === 'unknown');
}

function extend(assignments: readonly Assignment[], atom: Atom, conditions: Conditions): readonly Assignment[] {
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

interface Telling {
  readonly conditions: Conditions;
  readonly detail: Detail;
}

/** One assignment for each different set of outcomes and, where they count, of values. */
function distinct(
  assignments: readonly Assignment[],
  used: readonly string[],
  { conditions: { formulas }, detail }: Telling,
): ReadonlyMap<string, Assignment> {
  const byOutcomes = new Map<string, Assignment>();
  for (const assignment of assignments) {
    const truths = outcomesUnder(formulas, assignment);
    const values = detail.by === 'values' ? JSON.stringify([...literalsIn(assignment)]) : '';
    const outcomes = used.map((name) => truths.get(name)).join() + values;
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
function atomsOf(
  used: readonly string[],
  { formulas, variables }: Conditions,
  choicesFor: (variable: Variable, leaves: readonly Formula[]) => readonly Assumption[],
): readonly Atom[] {
  const leaves = leavesBelow(used, formulas);
  const atoms = new Map<string, Atom>();
  for (const leaf of leaves) {
    if (leaf.kind === 'same') atoms.set(leaf.atom, { key: leaf.atom, choices: [true, false] });
    const variable = leaf.kind === 'is' ? variables.get(leaf.variable) : undefined;
    if (variable === undefined || atoms.has(variable.key)) continue;
    atoms.set(variable.key, { key: variable.key, choices: choicesFor(variable, leaves) });
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

/** Every literal that is compared and every allowed value by itself. */
function splitChoices({ literals, allowed }: Variable): readonly Assumption[] {
  const choices = [...new Set([...(allowed ?? []), ...literals])].sort().map((literal) => ({ literal }));
  return allowed === undefined ? [...choices, 'other'] : choices;
}

/** Parameters that no condition compares count too, where the template says what they can be. */
function withAllowed(atoms: readonly Atom[], { allowed }: Parameters): readonly Atom[] {
  const compared = new Set(atoms.map(({ key }) => key));
  const more = [...allowed].map(([symbol, values]): Atom => ({
    key: `\${${symbol}}`,
    choices: [...new Set(values)].map((literal) => ({ literal })),
  }));
  return [...atoms, ...more.filter(({ key }) => !compared.has(key))];
}

/** What is assumed of whole parameters; the text between `${` and `}` is the symbol. */
function literalsIn(assignment: Assignment): ReadonlyMap<string, string> {
  const literals = new Map<string, string>();
  for (const [key, assumed] of assignment) {
    const isParameter = key.startsWith('${param:') && key.indexOf('}') === key.length - 1;
    if (isParameter && typeof assumed === 'object') literals.set(key.slice(2, -1), assumed.literal);
  }
  return literals;
}

interface Compared {
  readonly used: readonly string[];
  readonly conditions: Conditions;
}

/**
 * Parameters that are left empty wherever the conditions come out like this: what a condition calls not given, nothing of it is
 * then used. Other values are not told apart, for one finding would become several that differ in a name.
 */
function leftOutIn(
  { conditions: outcomes }: Scenario,
  assignments: readonly Assignment[],
  { used, conditions }: Compared,
): ReadonlyMap<string, string> {
  const { formulas, variables } = conditions;
  const alike = assignments.filter((assignment) => {
    const truths = outcomesUnder(formulas, assignment);
    return used.every(
      (name) => typeof outcomes.get(name) !== 'boolean' || booleanOf(truths.get(name)) === outcomes.get(name),
    );
  });
  const [first = new Map(), ...others] = alike.map(literalsIn);
  const leaves = leavesBelow(used, formulas);
  const isEmpty = (symbol: string): boolean =>
    [first, ...others].every((literals) => literals.get(symbol) === '') &&
    standsAlone('', variables.get(`\${${symbol}}`), leaves);
  return new Map([...first.keys()].filter(isEmpty).map((symbol) => [symbol, '']));
}

/** No other literal is compared in just the same places, so that this one is not chosen to stand for it too. */
function standsAlone(literal: string, variable: Variable | undefined, leaves: readonly Formula[]): boolean {
  const comparisons = leaves.filter((leaf) => leaf.kind === 'is').filter((leaf) => leaf.variable === variable?.key);
  return ![...(variable?.literals ?? [])].some(
    (other) => other !== literal && comparisons.every(({ literals }) => literals.has(other) === literals.has(literal)),
  );
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
