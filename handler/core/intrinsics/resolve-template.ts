import { NO_FACTS, type Facts } from '#core/facts/facts';
import type { MapEntry, MapNode, Problem, TemplateNode } from '#core/template/node';
import type { Origin } from '#core/value/origin';
import { literalOf } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { textOfValue, type MapValue, type Value } from '#core/value/value';
import { readConditions } from './conditions';
import { unknownValue } from './make-value';
import type {
  Environment,
  Handed,
  Resolution,
  ResolvedResource,
  ResolvedTemplate,
  Scenario,
} from './resolved-template';
import { inside, originOf, placed, ROOT, type Where } from './resolver';
import { ScenarioResolver, Session } from './scenario-resolver';
import { scenariosOf, USUAL_DETAIL, type Detail } from './scenarios';
import { scopeOf, section, type DeclaredResource, type TemplateScope } from './template-scope';

/** Resolves a template whose loops and transforms are expanded, in every scenario its conditions leave open. */
export function resolveTemplate(root: MapNode, environment: Environment, facts: Facts = NO_FACTS): Resolution {
  const open = openTemplate(root, environment, { facts, detail: USUAL_DETAIL });
  const scenarios = open.scenarios.map((scenario) => open.resolve(scenario));
  return { scenarios, capped: open.capped, problems: open.problems() };
}

/** A template whose scenarios are known, to be resolved in one after the other. */
export interface OpenTemplate {
  readonly scenarios: readonly Scenario[];
  readonly capped: boolean;
  /** `outputs`: of nested stacks, as in `Handed`; they may differ by scenario. */
  resolve(scenario: Scenario, outputs?: Handed['outputs']): ResolvedTemplate;
  /** Of what was resolved so far. */
  problems(): readonly Problem[];
}

interface OpenOptions {
  readonly facts: Facts;
  readonly detail: Detail;
}

export function openTemplate(root: MapNode, environment: Environment, { facts, detail }: OpenOptions): OpenTemplate {
  const scope = scopeOf(root, environment, facts);
  const session = new Session();
  const conditions = readConditions(new ScenarioResolver(scope, session));
  const known = new Map<string, KnownResource[]>();
  const resolve: OpenTemplate['resolve'] = (scenario, outputs) => {
    if (outputs === undefined) return new TemplateResolver(scope, session, { scenario, known }).resolve();
    const handed: Handed = { ...scope.handed, outputs };
    return new TemplateResolver({ ...scope, handed }, session, { scenario, known: new Map() }).resolve();
  };
  return {
    ...scenariosOf(scope, conditions, detail),
    resolve,
    problems: () => [...session.problems.values()].sort((a, b) => a.start - b.start),
  };
}

/** A resource as it came out in one scenario; it comes out the same wherever these conditions do. */
interface KnownResource {
  readonly outcomes: ReadonlyMap<string, boolean | undefined>;
  readonly literals: ReadonlyMap<string, string | undefined>;
  readonly resource: ResolvedResource;
}

class TemplateResolver {
  private readonly scenario: Scenario;
  private readonly known: Map<string, KnownResource[]>;
  private readonly resolver: ScenarioResolver;

  constructor(
    private readonly scope: TemplateScope,
    session: Session,
    shared: { readonly scenario: Scenario; readonly known: Map<string, KnownResource[]> },
  ) {
    this.scenario = shared.scenario;
    this.known = shared.known;
    this.resolver = new ScenarioResolver(scope, session, this.scenario);
  }

  resolve(): ResolvedTemplate {
    const { place, root, unknowns } = this.scope;
    const metadata = root.entries.get('Metadata')?.value;
    return {
      scenario: this.scenario,
      place,
      resources: this.resources(),
      ...this.outputs(),
      metadata: metadata === undefined ? undefined : this.resolver.resolve(metadata, inside(ROOT, 'Metadata')),
      unknowns,
    };
  }

  private resources(): ReadonlyMap<string, ResolvedResource> {
    const resources = new Map<string, ResolvedResource>();
    for (const declared of this.scope.resources.values()) {
      const existence = this.existence(declared.condition, declared.entry.key);
      if (existence === false) continue;
      const resource = this.knownResource(declared);
      resources.set(declared.logicalId, existence === undefined ? resource : { ...resource, existence });
    }
    return resources;
  }

  /** False if it is not there, a reason if that cannot be told. */
  private existence(condition: string | undefined, key: TemplateNode): false | UnknownReason | undefined {
    if (condition === undefined) return undefined;
    const outcome = this.resolver.outcome(condition, originOf(key, ROOT));
    return outcome === true ? undefined : outcome;
  }

  private knownResource(declared: DeclaredResource): ResolvedResource {
    const versions = this.known.get(declared.logicalId) ?? [];
    const { literals } = this.scenario;
    const same = versions.find(
      (version) =>
        [...version.outcomes].every(([name, holds]) => this.holds(name) === holds) &&
        [...version.literals].every(([symbol, literal]) => literals?.get(symbol) === literal),
    );
    if (same !== undefined) return same.resource;
    const { result, trace } = this.resolver.traced(() => this.resource(declared));
    const outcomes = new Map([...trace.conditions].map((name) => [name, this.holds(name)]));
    const assumed = new Map([...trace.parameters].map((symbol) => [symbol, literals?.get(symbol)]));
    this.known.set(declared.logicalId, [...versions, { outcomes, literals: assumed, resource: result }]);
    return result;
  }

  private holds(condition: string): boolean | undefined {
    const outcome = this.scenario.conditions.get(condition);
    return typeof outcome === 'boolean' ? outcome : undefined;
  }

  private resource({ logicalId, type, node, entry }: DeclaredResource): ResolvedResource {
    const where = placed(node, inside(inside(ROOT, 'Resources'), entry.key.text));
    const { result, trace } = this.resolver.traced(() => this.properties(node, originOf(entry.key, where), where));
    const attribute = (name: string): Value | undefined => {
      const written = node.entries.get(name)?.value;
      return written === undefined ? undefined : this.resolver.resolve(written, inside(where, name));
    };
    const updatePolicy = attribute('UpdatePolicy');
    return {
      logicalId,
      type,
      properties: result,
      metadata: attribute('Metadata'),
      ...(updatePolicy === undefined ? {} : { updatePolicy }),
      ...(keeps(attribute('DeletionPolicy')) ? { isKept: true } : {}),
      dependsOn: dependenciesOf(node.entries.get('DependsOn')?.value).map((name) => this.scope.qualifier + name),
      refersTo: trace.refersTo,
      origin: originOf(entry.key, where),
    };
  }

  /** Properties that are not a mapping, or not known to be one, are an open mapping. */
  private properties(node: MapNode, origin: Origin, where: Where): MapValue {
    const properties = node.entries.get('Properties');
    const empty: MapValue = { kind: 'map', entries: new Map(), origin };
    if (properties === undefined) return withOpening(empty, node);
    const value = this.resolver.resolve(properties.value, inside(where, 'Properties'));
    if (value?.kind === 'map') return value;
    return value?.kind === 'unknown' ? { ...empty, origin: value.origin, open: value.reason } : empty;
  }

  private outputs(): Pick<ResolvedTemplate, 'outputs' | 'exports'> {
    const outputs = new Map<string, Value>();
    const exports = new Map<string, Value>();
    for (const [name, { key, value }] of section(this.scope.root, 'Outputs')) {
      const where = inside(inside(ROOT, 'Outputs'), name);
      if (value.kind !== 'map') continue;
      const condition = value.entries.get('Condition')?.value;
      const existence = this.existence(condition?.kind === 'scalar' ? condition.text : undefined, key);
      const output = existence === false ? undefined : this.output(value.entries.get('Value'), placed(value, where));
      if (output === undefined) continue;
      const isSure = existence === undefined || existence === false;
      const known = isSure ? output : maybe(this.scope.qualifier + name, existence, output);
      outputs.set(name, known);
      const exported = this.exportName(value.entries.get('Export'), placed(value, where));
      if (exported !== undefined) exports.set(exported, known);
    }
    return { outputs, exports };
  }

  private exportName(entry: MapEntry | undefined, where: Where): string | undefined {
    const name = entry?.value.kind === 'map' ? entry.value.entries.get('Name') : undefined;
    if (name === undefined) return undefined;
    const text = textOfValue(this.resolver.resolve(name.value, inside(inside(where, 'Export'), 'Name')));
    return text === undefined ? undefined : literalOf(text);
  }

  private output(value: MapEntry | undefined, where: Where): Value | undefined {
    return value === undefined ? undefined : this.resolver.resolve(value.value, inside(where, 'Value'));
  }
}

function maybe(name: string, existence: UnknownReason, value: Value): Value {
  return unknownValue(`output:${name}`, existence, value.origin);
}

/** A resource that a macro fills in has properties that are not seen. */
function withOpening(properties: MapValue, node: MapNode): MapValue {
  if (!node.entries.has('Fn::Transform')) return properties;
  return { ...properties, open: { kind: 'transform-not-expanded', transform: 'Fn::Transform' } };
}

function dependenciesOf(node: TemplateNode | undefined): readonly string[] {
  const items = node?.kind === 'seq' ? node.items : node === undefined ? [] : [node];
  return items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? item.text : []));
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html */
function keeps(deletionPolicy: Value | undefined): boolean {
  const written = deletionPolicy === undefined ? 'Delete' : literalOf(textOfValue(deletionPolicy) ?? []);
  return written !== 'Delete' && written !== 'Snapshot';
}
