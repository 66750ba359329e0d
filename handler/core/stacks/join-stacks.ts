import type { ResolvedResource, ResolvedTemplate, Scenario } from '#core/intrinsics/resolved-template';
import { unknownValue } from '#core/intrinsics/make-value';
import { arnOf } from '#core/intrinsics/resource-attributes';
import { literalOf, showText } from '#core/value/text';
import { textOfValue, type Value } from '#core/value/value';

/** A stack in all its scenarios. */
export interface ResolvedStack {
  readonly templates: readonly ResolvedTemplate[];
  /** There are more scenarios than these. */
  readonly capped: boolean;
}

/** A nested stack in one scenario of the stack around it. */
export interface NestedStack {
  /** As the stack around it calls it. */
  readonly name: string;
  readonly resource: ResolvedResource;
  /** Missing where its template is not here. */
  readonly resolved: ResolvedStack | undefined;
}

/** A stack and those nested in it as one, for each combination of their scenarios. */
export function joinStacks(own: ResolvedTemplate, nested: readonly NestedStack[]): ResolvedStack {
  let templates: readonly ResolvedTemplate[] = [withUnread(own, nested)];
  for (const { resource, resolved } of nested) {
    if (resolved === undefined) continue;
    templates = templates.flatMap((around) => resolved.templates.map((inner) => joined(around, inner, resource)));
  }
  return { templates, capped: nested.some(({ resolved }) => resolved?.capped === true) };
}

function withUnread(own: ResolvedTemplate, nested: readonly NestedStack[]): ResolvedTemplate {
  const resources = new Map(own.resources);
  for (const { resource, resolved } of nested) {
    const unread = { kind: 'nested-stack-not-read', logicalId: resource.logicalId } as const;
    const current = resources.get(resource.logicalId);
    if (resolved === undefined && current !== undefined) resources.set(resource.logicalId, { ...current, unread });
  }
  return { ...own, resources };
}

function joined(around: ResolvedTemplate, inner: ResolvedTemplate, stack: ResolvedResource): ResolvedTemplate {
  const resources = new Map(around.resources);
  const current = resources.get(stack.logicalId) ?? stack;
  for (const [logicalId, resource] of inner.resources) resources.set(logicalId, inside(resource, current, inner));
  const dependsOn = [...current.dependsOn, ...inner.resources.keys()];
  resources.set(stack.logicalId, { ...current, dependsOn });
  return {
    ...around,
    scenario: joinedScenario(around.scenario, inner.scenario, `${stack.logicalId}.`),
    resources,
    exports: new Map([...around.exports, ...inner.exports]),
    unknowns: [...around.unknowns, ...inner.unknowns],
  };
}

/** Whatever the stack waits for is there before anything in it is. */
function inside(resource: ResolvedResource, stack: ResolvedResource, inner: ResolvedTemplate): ResolvedResource {
  const existence = resource.existence ?? stack.existence;
  return {
    ...resource,
    place: resource.place ?? inner.place,
    dependsOn: [...resource.dependsOn, ...stack.dependsOn, ...stack.refersTo],
    ...(existence === undefined ? {} : { existence }),
  };
}

function joinedScenario(around: Scenario, inner: Scenario, qualifier: string): Scenario {
  const qualified = (condition: string): string => (condition.includes('.') ? condition : qualifier + condition);
  return {
    assumed: [
      ...around.assumed,
      ...inner.assumed.map(({ condition, holds }) => ({ condition: qualified(condition), holds })),
    ],
    literals: new Map([...(around.literals ?? []), ...(inner.literals ?? [])]),
    conditions: new Map([
      ...around.conditions,
      ...[...inner.conditions].map(([name, outcome]) => [qualified(name), outcome] as const),
    ]),
  };
}

/** Outputs that are the same in all scenarios; of the others nothing is known but that they are there. */
export function commonOutputs(stack: string, templates: readonly ResolvedTemplate[]): ReadonlyMap<string, Value> {
  return commonValues(templates, ({ outputs }) => outputs, `${stack}.Outputs.`);
}

export function commonValues(
  templates: readonly ResolvedTemplate[],
  valuesOf: (template: ResolvedTemplate) => ReadonlyMap<string, Value>,
  symbol: string,
): ReadonlyMap<string, Value> {
  const [first, ...others] = templates;
  const names = new Set(templates.flatMap((template) => [...valuesOf(template).keys()]));
  return new Map(
    [...names].flatMap((name) => {
      const value = first === undefined ? undefined : valuesOf(first).get(name);
      const areSame = others.every((template) => isSame(value, valuesOf(template).get(name)));
      if (value !== undefined && areSame) return [[name, value] as const];
      const [some] = templates.flatMap((template) => valuesOf(template).get(name) ?? []);
      const [assumed] = templates.flatMap(({ scenario }) => scenario.assumed);
      if (some === undefined) return [];
      const reason = { kind: 'condition-undecided', condition: assumed?.condition ?? name } as const;
      return [[name, unknownValue(symbol + name, reason, some.origin)] as const];
    }),
  );
}

function isSame(left: Value | undefined, right: Value | undefined): boolean {
  const [a, b] = [textOfValue(left), textOfValue(right)];
  return a !== undefined && b !== undefined && left?.kind === right?.kind && showText(a) === showText(b);
}

/** A stack with the resources of those that it shares values with, as far as they can all be in one account. */
export function withNeighbours(own: ResolvedTemplate, neighbours: readonly ResolvedTemplate[]): ResolvedTemplate {
  if (neighbours.length === 0) return own;
  const named = [own, ...neighbours].map(literalArns);
  const fitting = neighbours.filter((_, index) =>
    named.every((others, at) => at === index + 1 || !shareOne(named[index + 1], others)),
  );
  return {
    ...own,
    resources: new Map([...own.resources, ...fitting.flatMap(({ resources }) => [...resources])]),
    unknowns: [...own.unknowns, ...fitting.flatMap(({ unknowns }) => unknowns)],
  };
}

function literalArns({ resources, place }: ResolvedTemplate): ReadonlySet<string> {
  return new Set(
    [...resources.values()].flatMap((resource) => {
      const arn = arnOf(resource, resource.place ?? place);
      const literal = arn === undefined ? undefined : literalOf(arn);
      return literal === undefined ? [] : [literal];
    }),
  );
}

/** Two stacks that make the same thing are alternatives: never both are deployed. */
function shareOne(left: ReadonlySet<string> = new Set(), right: ReadonlySet<string> = new Set()): boolean {
  return [...left].some((arn) => right.has(arn));
}
