import type { MapEntry, TemplateNode } from '#core/template/node';
import { literalOf, mayContain, showText, type Text } from '#core/value/text';
import { every, not, some, truthOf, type Truth } from '#core/value/truth';
import { textOfValue } from '#core/value/value';
import { inside, originOf, ROOT, type Resolver, type Where } from './resolver';

/** A condition, reduced to the comparisons that what is known does not decide. */
export type Formula =
  | { readonly kind: 'constant'; readonly holds: boolean }
  /** Cannot be decided by assuming anything, e.g. a cycle. */
  | { readonly kind: 'open' }
  /** The variable is one of these. */
  | { readonly kind: 'is'; readonly variable: string; readonly literals: ReadonlySet<string> }
  | { readonly kind: 'same'; readonly atom: string; readonly left: string; readonly right: string }
  | { readonly kind: 'condition'; readonly name: string }
  | { readonly kind: 'not'; readonly part: Formula }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] };

/** An unknown text that conditions compare with literals. */
export interface Variable {
  readonly key: string;
  readonly literals: Set<string>;
  /** The only values it can have, if the template says so. */
  readonly allowed: readonly string[] | undefined;
}

export interface Conditions {
  /** INVARIANT: in an order in which each follows those it mentions. */
  readonly formulas: ReadonlyMap<string, Formula>;
  readonly variables: ReadonlyMap<string, Variable>;
}

const OPEN: Formula = { kind: 'open' };

/** Reads all conditions; what CloudFormation would refuse is reported and left open. */
export function readConditions(resolver: Resolver): Conditions {
  const reader = new ConditionReader(resolver);
  for (const [name, entry] of resolver.scope.conditions) reader.read(name, entry);
  return { formulas: reader.ordered(), variables: reader.variables };
}

class ConditionReader {
  private readonly formulas = new Map<string, Formula>();
  readonly variables = new Map<string, Variable>();

  constructor(private readonly resolver: Resolver) {}

  read(name: string, { value }: MapEntry): void {
    const where = inside(inside(ROOT, 'Conditions'), name);
    this.formulas.set(name, this.formulaOf(value, where));
  }

  private formulaOf(node: TemplateNode, where: Where): Formula {
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return { kind: 'constant', holds: node.value };
    const [call, ...others] = node.kind === 'map' ? node.entries.values() : [];
    if (call === undefined || others.length > 0) return this.refuse('it is not a condition function', node, where);
    const name = call.key.text;
    const below = inside(where, name);
    const operands = call.value.kind === 'seq' ? call.value.items : [call.value];
    const formulas = (): readonly Formula[] =>
      operands.map((item, index) => this.formulaOf(item, inside(below, index)));
    switch (name) {
      case 'Condition':
        return this.named(call.value, below);
      case 'Fn::Not':
        return { kind: 'not', part: formulas()[0] ?? OPEN };
      case 'Fn::And':
        return { kind: 'and', parts: formulas() };
      case 'Fn::Or':
        return anyOf(formulas());
      case 'Fn::Equals':
        return this.equals(operands, below);
      default:
        return this.refuse(`\`${name}\` is not a condition function`, node, where);
    }
  }

  private named(node: TemplateNode, where: Where): Formula {
    if (node.kind !== 'scalar') return this.refuse('`Condition` does not name a condition', node, where);
    if (this.resolver.scope.conditions.has(node.text)) return { kind: 'condition', name: node.text };
    return this.refuse(`condition \`${node.text}\` is not declared`, node, where);
  }

  private refuse(message: string, node: TemplateNode, where: Where): Formula {
    this.resolver.report({ message: `condition cannot be evaluated: ${message}` }, originOf(node, where));
    return OPEN;
  }

  private equals(operands: readonly TemplateNode[], where: Where): Formula {
    const [left, right] = operands.map((node, index) => this.resolver.resolve(node, inside(where, index)));
    const [a, b] = [textOfValue(left), textOfValue(right)];
    if (a === undefined || b === undefined) return OPEN;
    const [literalA, literalB] = [literalOf(a), literalOf(b)];
    if (literalA !== undefined && literalB !== undefined) return { kind: 'constant', holds: literalA === literalB };
    if (literalA !== undefined) return this.is(b, literalA);
    if (literalB !== undefined) return this.is(a, literalB);
    const [first = '', second = ''] = [showText(a), showText(b)].sort();
    if (first === second) return { kind: 'constant', holds: true };
    return { kind: 'same', atom: `${first} = ${second}`, left: first, right: second };
  }

  private is(text: Text, literal: string): Formula {
    const { middle, rest } = withoutCommonEnds(text, literal);
    if (rest === undefined || !mayEqual(middle, rest)) return { kind: 'constant', holds: false };
    const key = showText(middle);
    const variable = this.variables.get(key) ?? { key, literals: new Set(), allowed: this.allowedOf(middle) };
    if (variable.allowed?.includes(rest) === false) return { kind: 'constant', holds: false };
    variable.literals.add(rest);
    this.variables.set(key, variable);
    return { kind: 'is', variable: key, literals: new Set([rest]) };
  }

  private allowedOf([part, ...others]: Text): readonly string[] | undefined {
    if (typeof part !== 'object' || others.length > 0) return undefined;
    return this.resolver.scope.parameters.allowed.get(part.symbol);
  }

  /** A condition that depends on itself has no outcome; CloudFormation refuses it. */
  ordered(): ReadonlyMap<string, Formula> {
    const ordered = new Map<string, Formula>();
    const cyclic = new Set<string>();
    for (const start of this.formulas.keys()) walk(start, this.formulas, { ordered, cyclic });
    for (const name of cyclic) {
      ordered.set(name, OPEN);
      const entry = this.resolver.scope.conditions.get(name);
      const where = inside(inside(ROOT, 'Conditions'), name);
      if (entry !== undefined) this.refuse(`\`${name}\` depends on itself`, entry.key, where);
    }
    return ordered;
  }
}

/** A disjunction, in which comparisons of one variable are one: `Region` is any of twenty. */
function anyOf(parts: readonly Formula[]): Formula {
  const literals = new Map<string, Set<string>>();
  const others: Formula[] = [];
  for (const part of parts.flatMap((each) => (each.kind === 'or' ? each.parts : [each]))) {
    if (part.kind !== 'is') {
      others.push(part);
      continue;
    }
    const known = literals.get(part.variable) ?? new Set();
    for (const literal of part.literals) known.add(literal);
    literals.set(part.variable, known);
  }
  const comparisons = [...literals].map(([variable, each]): Formula => ({ kind: 'is', variable, literals: each }));
  const [only, ...more] = [...comparisons, ...others];
  return only !== undefined && more.length === 0 ? only : { kind: 'or', parts: [...comparisons, ...others] };
}

/** Walks without recursion, for the chain of conditions may be as long as the template. */
function walk(
  start: string,
  formulas: ReadonlyMap<string, Formula>,
  { ordered, cyclic }: { readonly ordered: Map<string, Formula>; readonly cyclic: Set<string> },
): void {
  const open = new Set<string>();
  const steps: { readonly name: string; readonly leave: boolean }[] = [{ name: start, leave: false }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { name, leave } = step;
    const formula = formulas.get(name);
    if (formula === undefined || ordered.has(name)) continue;
    if (leave) {
      open.delete(name);
      ordered.set(name, formula);
    } else if (open.has(name)) {
      cyclic.add(name);
    } else {
      open.add(name);
      steps.push({ name, leave: true });
      for (const next of namesIn(formula)) steps.push({ name: next, leave: false });
    }
  }
}

/** The conditions a formula mentions. */
export function namesIn(formula: Formula): readonly string[] {
  return leavesOf(formula).flatMap((leaf) => (leaf.kind === 'condition' ? leaf.name : []));
}

export function leavesOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'not':
      return leavesOf(formula.part);
    case 'and':
    case 'or':
      return formula.parts.flatMap(leavesOf);
    case 'constant':
    case 'open':
    case 'is':
    case 'same':
    case 'condition':
      return [formula];
  }
}

/** What is assumed of an atom: a literal, `other` than any that is compared, or whether two texts are the same. */
export type Assumption = { readonly literal: string } | 'other' | boolean;
export type Assignment = ReadonlyMap<string, Assumption>;

/** The outcome of every condition under an assignment. */
export function outcomesUnder(
  formulas: ReadonlyMap<string, Formula>,
  assignment: Assignment,
): ReadonlyMap<string, Truth> {
  const outcomes = new Map<string, Truth>();
  const truthOfFormula = (formula: Formula): Truth => {
    switch (formula.kind) {
      case 'constant':
        return truthOf(formula.holds);
      case 'open':
        return 'unknown';
      case 'is':
        return isTruth(assignment.get(formula.variable), formula.literals);
      case 'same': {
        const assumed = assignment.get(formula.atom);
        return typeof assumed === 'boolean' ? truthOf(assumed) : 'unknown';
      }
      case 'condition':
        return outcomes.get(formula.name) ?? 'unknown';
      case 'not':
        return not(truthOfFormula(formula.part));
      case 'and':
        return every(formula.parts, truthOfFormula);
      case 'or':
        return some(formula.parts, truthOfFormula);
    }
  };
  for (const [name, formula] of formulas) outcomes.set(name, truthOfFormula(formula));
  return outcomes;
}

function isTruth(assumed: Assumption | undefined, literals: ReadonlySet<string>): Truth {
  if (assumed === undefined || typeof assumed === 'boolean') return 'unknown';
  return assumed === 'other' ? 'no' : truthOf(literals.has(assumed.literal));
}

/** Cuts what a text surely begins and ends with off it and off the literal; no `rest` if that does not fit. */
function withoutCommonEnds(text: Text, literal: string): { readonly middle: Text; readonly rest: string | undefined } {
  const first = text[0];
  const head = typeof first === 'string' ? first : '';
  const last = text.length > 1 ? text.at(-1) : undefined;
  const tail = typeof last === 'string' ? last : '';
  const fits = literal.length >= head.length + tail.length && literal.startsWith(head) && literal.endsWith(tail);
  const middle = text.slice(head === '' ? 0 : 1, tail === '' ? undefined : -1);
  return { middle, rest: fits ? literal.slice(head.length, literal.length - tail.length) : undefined };
}

/** False only if the shape of an unknown text rules the literal out. */
function mayEqual(text: Text, literal: string): boolean {
  const [part, ...others] = text;
  if (typeof part !== 'object' || others.length > 0) return true;
  const { shape } = part;
  if (literal.length < shape.minLength || literal.length > shape.maxLength) return false;
  return Array.from(literal).every((character) => mayContain(shape, character));
}
