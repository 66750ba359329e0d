import type { MapNode, Problem, ScalarNode, SeqNode, TemplateNode } from '#core/template/node';
import { pathOf, type Origin } from '#core/value/origin';
import { ANY_SHAPE, hole, textOf, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { MapValue, Value } from '#core/value/value';
import { withDynamicReferences } from './dynamic-reference';
import { intrinsicNameOf, intrinsicOf } from './intrinsic-functions';
import { textValue, unknownValue } from './make-value';
import { attributeOfNamed, refOfNamed, type NamedResource } from './resource-attributes';
import type { Scenario } from './resolved-template';
import { inside, originOf, placed, ROOT, unresolved, type Resolver, type Where } from './resolver';
import { transformName, type DeclaredResource, type TemplateScope } from './template-scope';
import { lengthOf } from './resolver';

const MAX_WORK = 1_000_000;
const MAX_DEPTH = 400;
/** Names may be made of other resources' names, but not endlessly. */
const MAX_NAME_DEPTH = 30;
const MAX_NAME = 4_096;

/** What all scenarios of one template share. */
export class Session {
  readonly problems = new Map<string, Problem>();
  work = MAX_WORK;
  /** How many symbols were made for each place. */
  readonly symbols = new Map<string, number>();
}

type Assumed = Pick<Scenario, 'conditions' | 'literals'>;

const UNDECIDED: Assumed = { conditions: new Map() };

/** What resolving something looked at, so that another scenario can tell whether it would come out the same. */
interface Trace {
  readonly conditions: Set<string>;
  readonly refersTo: Set<string>;
  /** Symbols of parameters. */
  readonly parameters: Set<string>;
}

interface TracedText {
  readonly text: Text | undefined;
  readonly trace: Trace;
}

export class ScenarioResolver implements Resolver {
  private trace: Trace = newTrace();
  private readonly names = new Map<string, { readonly value: Value | undefined; readonly trace: Trace }>();
  private readonly texts = new Map<string, Map<string | undefined, TracedText>>();
  private readonly naming = new Set<string>();
  private depth = 0;

  constructor(
    readonly scope: TemplateScope,
    private readonly session: Session,
    private readonly assumed: Assumed = UNDECIDED,
  ) {}

  /** Runs a part of the work and says what it looked at. */
  traced<T>(work: () => T): { readonly result: T; readonly trace: Trace } {
    const outer = this.trace;
    const trace = newTrace();
    this.trace = trace;
    const result = work();
    this.trace = outer;
    this.lookedAt(trace);
    return { result, trace };
  }

  private lookedAt({ conditions, parameters }: Trace): void {
    for (const condition of conditions) this.trace.conditions.add(condition);
    for (const parameter of parameters) this.trace.parameters.add(parameter);
  }

  assumedOf(symbol: string): string | undefined {
    if (this.assumed.literals === undefined) return undefined;
    this.trace.parameters.add(symbol);
    return this.assumed.literals.get(symbol);
  }

  resolve(node: TemplateNode, where: Where): Value | undefined {
    const here = placed(node, where);
    if (this.depth >= MAX_DEPTH || !this.spend(1)) return this.tooMuch(node, here);
    this.depth += 1;
    const value = this.resolveKind(node, here);
    this.depth -= 1;
    return value;
  }

  private resolveKind(node: TemplateNode, here: Where): Value | undefined {
    switch (node.kind) {
      case 'scalar':
        return this.scalar(node, originOf(node, here));
      case 'seq':
        return this.list(node, here);
      case 'map': {
        const name = intrinsicNameOf(node);
        const entry = name === undefined ? undefined : node.entries.get(name);
        if (name === undefined || entry === undefined) return this.map(node, here);
        const call = { name, argument: entry.value, where: inside(here, name), origin: originOf(node, here) };
        return intrinsicOf(name)({ ...call, resolver: this });
      }
    }
  }

  private tooMuch(node: TemplateNode, where: Where): Value {
    const origin = originOf(node, where);
    const message = 'template expands to far more than it says';
    this.report({ message }, { kind: 'template', path: undefined, start: 0 });
    return unknownValue(this.freshSymbol('too-much', origin), unresolved('template', message), origin);
  }

  /** AWS: `True` reaches the service as `true`; numbers keep their spelling. */
  private scalar({ value, text }: ScalarNode, origin: Origin): Value {
    if (typeof value === 'boolean') return { kind: 'scalar', value, text: String(value), origin };
    if (typeof value !== 'string') return { kind: 'scalar', value, text, origin };
    return textValue(withDynamicReferences(textOf(value), this.scope), origin);
  }

  private list(node: SeqNode, where: Where): Value {
    const items = node.items.flatMap((item, index) => this.resolve(item, inside(where, index)) ?? []);
    return { kind: 'list', items, origin: originOf(node, where) };
  }

  /** Resolves a mapping that is no call: what may add keys to it leaves it open. */
  map(node: MapNode, where: Where): MapValue {
    const entries = new Map<string, Value>();
    let open: UnknownReason | undefined;
    for (const [name, entry] of node.entries) {
      const adds = whatAdds(name, entry.value);
      open ??= adds;
      const value = adds === undefined ? this.resolve(entry.value, inside(where, name)) : undefined;
      if (value !== undefined) entries.set(name, value);
    }
    const map: MapValue = { kind: 'map', entries, origin: originOf(node, where) };
    return open === undefined ? map : { ...map, open };
  }

  outcome(condition: string, origin: Origin): boolean | UnknownReason {
    this.trace.conditions.add(condition);
    const outcome = this.assumed.conditions.get(condition);
    if (outcome !== undefined) return outcome;
    if (this.scope.unknowns.length === 0)
      this.report({ message: `condition \`${condition}\` is not declared` }, origin);
    return { kind: 'condition-undecided', condition };
  }

  refOf(logicalId: string): Text {
    const resource = this.named(logicalId);
    if (resource === undefined) return [];
    this.trace.refersTo.add(resource.logicalId);
    return this.given(resource, undefined) ?? [];
  }

  attributeOf(logicalId: string, attribute: string): Text | undefined {
    const resource = this.named(logicalId);
    if (resource === undefined) return undefined;
    this.trace.refersTo.add(resource.logicalId);
    return this.given(resource, attribute);
  }

  /** One object for all that refer to the resource, so that what is found out of it is found once; without an attribute for `Ref`. */
  private given(resource: NamedResource, attribute: string | undefined): Text | undefined {
    const known = this.texts.get(resource.logicalId)?.get(attribute);
    if (known !== undefined) {
      this.lookedAt(known.trace);
      return known.text;
    }
    const { result: text, trace } = this.traced(() => this.textGiven(resource, attribute));
    // What a name is while another one is made of it may not be what it is by itself.
    if (this.naming.size > 0) return text;
    const texts = this.texts.get(resource.logicalId) ?? new Map<string | undefined, TracedText>();
    this.texts.set(resource.logicalId, texts.set(attribute, { text, trace }));
    return text;
  }

  private textGiven(resource: NamedResource, attribute: string | undefined): Text | undefined {
    const { place } = this.scope;
    const text = attribute === undefined ? refOfNamed(resource, place) : attributeOfNamed(resource, attribute, place);
    return text === undefined ? undefined : this.bounded(text, resource.logicalId, attribute ?? 'Ref');
  }

  private named(name: string): NamedResource | undefined {
    const declared = this.scope.resources.get(name);
    if (declared === undefined) return undefined;
    return {
      logicalId: declared.logicalId,
      type: declared.type,
      property: (name) => this.nameProperty(declared, name),
    };
  }

  /** A name longer than any service takes is as good as unknown. */
  private bounded(text: Text, logicalId: string, attribute: string): Text {
    if (lengthOf(text) <= MAX_NAME) return text;
    const reason: UnknownReason = { kind: 'attribute-known-after-deployment', logicalId, attribute };
    return [hole(`attr:${logicalId}.${attribute}`, reason, ANY_SHAPE)];
  }

  /** A property that a resource's name is made of, resolved when it is asked for. */
  private nameProperty(resource: DeclaredResource, property: string): Value | undefined {
    const properties = resource.node.entries.get('Properties')?.value;
    if (properties?.kind !== 'map') return undefined;
    const node = properties.entries.get(property)?.value;
    const where = inside(inside(inside(ROOT, 'Resources'), resource.entry.key.text), 'Properties');
    if (node === undefined) return this.hiddenProperty(resource, properties, property);
    const key = `${resource.logicalId}\0${property}`;
    const known = this.names.get(key);
    if (known !== undefined) {
      this.lookedAt(known.trace);
      return known.value;
    }
    if (this.naming.has(key)) return this.endlessName(resource, property);
    if (this.naming.size >= MAX_NAME_DEPTH) return this.unnamed(resource, property, 'it is made of too many others');
    this.naming.add(key);
    const inProperties = placed(properties, placed(resource.node, where));
    const { result, trace } = this.traced(() => this.resolve(node, inside(inProperties, property)));
    this.naming.delete(key);
    this.names.set(key, { value: result, trace });
    return result;
  }

  private hiddenProperty({ logicalId }: DeclaredResource, properties: MapNode, property: string): Value | undefined {
    const intrinsic = intrinsicNameOf(properties);
    const adding = [...properties.entries].map(([name, entry]) => whatAdds(name, entry.value));
    const reason =
      intrinsic === undefined ? adding.find((adds) => adds !== undefined) : unresolved(intrinsic, property);
    if (reason === undefined) return undefined;
    return unknownValue(`attr:${logicalId}.${property}`, reason, originOf(properties, ROOT));
  }

  private endlessName(resource: DeclaredResource, property: string): Value {
    const { logicalId, entry } = resource;
    const origin = originOf(entry.key, inside(inside(ROOT, 'Resources'), entry.key.text));
    const detail = `\`${property}\` of \`${logicalId}\` depends on itself`;
    this.report({ message: `name cannot be resolved: ${detail}` }, origin);
    return this.unnamed(resource, property, detail);
  }

  private unnamed({ logicalId, entry }: DeclaredResource, property: string, detail: string): Value {
    const reason = unresolved('Ref', detail);
    return unknownValue(`attr:${logicalId}.${property}`, reason, originOf(entry.key, ROOT));
  }

  report(problem: Omit<Problem, 'start' | 'fatal'>, origin: Origin): void {
    const start = origin.kind === 'template' ? origin.start : 0;
    const key = `${start}:${problem.message}`;
    if (!this.session.problems.has(key)) this.session.problems.set(key, { ...problem, start, fatal: false });
  }

  spend(amount: number): boolean {
    this.session.work -= amount;
    return this.session.work > 0;
  }

  freshSymbol(label: string, origin: Origin): string {
    const symbol = `${this.scope.qualifier}${label}#${propertyAt(origin)}`;
    const count = (this.session.symbols.get(symbol) ?? 0) + 1;
    this.session.symbols.set(symbol, count);
    return count === 1 ? symbol : `${symbol}#${count}`;
  }
}

const MAX_PLACE = 400;

/** The path down to the first function: what is below it is spelt in more than one way. */
function propertyAt(origin: Origin): string {
  const path = origin.kind === 'template' ? pathOf(origin.path) : [];
  const call = path.findIndex((key) => typeof key === 'string' && (key.startsWith('Fn::') || key === 'Ref'));
  const place = (call < 0 ? path : path.slice(0, call)).join('.');
  return place.length > MAX_PLACE ? '' : place;
}

function newTrace(): Trace {
  return { conditions: new Set(), refersTo: new Set(), parameters: new Set() };
}

/** Why a key of a mapping may stand for keys that are not seen. */
function whatAdds(name: string, value: TemplateNode): UnknownReason | undefined {
  if (name === '<<') return unresolved('<<', 'merge keys are not merged');
  if (name === 'Fn::Transform') return { kind: 'transform-not-expanded', transform: transformName(value) };
  return name.startsWith('Fn::') ? unresolved(name, 'it stands beside other keys') : undefined;
}
