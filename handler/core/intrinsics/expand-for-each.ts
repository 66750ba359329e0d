import type { Facts } from '#core/facts/facts';
import type { MapEntry, MapNode, NodePlace, Problem, ScalarNode, TemplateNode } from '#core/template/node';
import { literalOf } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { textOfValue } from '#core/value/value';
import { nodesIn } from './nodes-in';
import type { Environment } from './resolved-template';
import { inside, placed, ROOT, type Where } from './resolver';
import { ScenarioResolver, Session } from './scenario-resolver';
import { scopeOf, unexpandedLoops } from './template-scope';

const LOOP = 'Fn::ForEach';
const MAX_GENERATED = 50_000;

export interface ExpandedLoops {
  /** The same root if there is no loop; a loop whose collection is not known stays as it is. */
  readonly root: MapNode;
  readonly problems: readonly Problem[];
  /** Loops that make resources nobody sees here. */
  readonly unknowns: readonly UnknownReason[];
}

/**
 * Writes out the loops of the language extensions, before any other transform, as CloudFormation does.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandForEach(root: MapNode, environment: Environment, facts: Facts): ExpandedLoops {
  if (!hasLoop(root)) return { root, problems: [], unknowns: [] };
  const session = new Session();
  const resolver = new ScenarioResolver(scopeOf(root, environment, facts), session);
  const expander = new LoopExpander(resolver);
  const expanded = expander.map(root, ROOT, NO_BINDINGS);
  return {
    root: expanded,
    problems: [...expander.problems, ...session.problems.values()],
    unknowns: unexpandedLoops(expanded),
  };
}

function hasLoop(root: MapNode): boolean {
  for (const node of nodesIn(root)) {
    if (node.kind !== 'map') continue;
    for (const name of node.entries.keys()) if (name.startsWith(LOOP)) return true;
  }
  return false;
}

/** What the identifiers of the loops around a node stand for. */
type Bindings = ReadonlyMap<string, string>;
const NO_BINDINGS: Bindings = new Map();

interface Loop {
  readonly identifier: string;
  readonly items: readonly string[];
  readonly body: MapNode;
}

class LoopExpander {
  readonly problems: Problem[] = [];
  private generated = 0;
  private isSpent = false;

  constructor(private readonly resolver: ScenarioResolver) {}

  map(node: MapNode, where: Where, bindings: Bindings): MapNode {
    const entries = new Map<string, MapEntry>();
    this.addEntries(entries, node, { where, bindings });
    return { ...this.marked(node, where, bindings), entries };
  }

  private addEntries(
    target: Map<string, MapEntry>,
    source: MapNode,
    { where, bindings }: { readonly where: Where; readonly bindings: Bindings },
  ): void {
    const here = placed(source, where);
    for (const [name, { key, value }] of source.entries) {
      const below = inside(here, name);
      const loop = name.startsWith(LOOP) ? this.loopOf(key, value, { where: below, bindings }) : undefined;
      if (loop === undefined) {
        const newKey = this.scalar(key, below, bindings);
        if (bindings.size > 0 && target.has(newKey.text)) this.complain(`loop makes key \`${newKey.text}\` twice`, key);
        target.set(newKey.text, { key: newKey, value: this.node(value, below, bindings) });
        continue;
      }
      for (const item of loop.items) {
        if (!this.spend(key)) return;
        const inner = new Map([...bindings, [loop.identifier, item]]);
        this.addEntries(target, loop.body, { where: inside(below, 2), bindings: inner });
      }
    }
  }

  private node(node: TemplateNode, where: Where, bindings: Bindings): TemplateNode {
    const here = placed(node, where);
    switch (node.kind) {
      case 'scalar':
        return this.scalar(node, here, bindings);
      case 'seq': {
        const items = node.items.map((item, index) => this.node(item, inside(here, index), bindings));
        return { ...this.marked(node, here, bindings), items };
      }
      case 'map':
        return this.boundReference(node, bindings) ?? this.map(node, here, bindings);
    }
  }

  /** `Ref` of a loop's identifier is the item itself. */
  private boundReference(node: MapNode, bindings: Bindings): ScalarNode | undefined {
    const name = node.entries.size === 1 ? node.entries.get('Ref')?.value : undefined;
    const item = name?.kind === 'scalar' ? bindings.get(name.text) : undefined;
    return name?.kind === 'scalar' && item !== undefined ? { ...name, text: item, value: item } : undefined;
  }

  private scalar(node: ScalarNode, where: Where, bindings: Bindings): ScalarNode {
    if (bindings.size === 0) return node;
    const marked = this.marked(node, where, bindings);
    const text = substitute(node.text, bindings);
    return text === node.text ? marked : { ...marked, text, value: text };
  }

  /** A node made by a loop stands for the one place in the user's template that it was made of. */
  private marked<T extends TemplateNode>(node: T, where: Where, bindings: Bindings): T {
    if (bindings.size === 0) return node;
    this.generated += 1;
    const place: NodePlace = node.place ?? where.pinned ?? { path: where.path, start: node.start };
    return { ...node, place };
  }

  private loopOf(
    key: ScalarNode,
    value: TemplateNode,
    { where, bindings }: { readonly where: Where; readonly bindings: Bindings },
  ): Loop | undefined {
    const [identifier, collection, body] = value.kind === 'seq' ? value.items : [];
    if (identifier?.kind !== 'scalar' || collection === undefined || body?.kind !== 'map') {
      this.complain(`\`${key.text}\` does not take an identifier, a collection and a mapping`, key);
      return undefined;
    }
    const bound = this.node(collection, inside(where, 1), bindings);
    const items = this.itemsOf(bound, inside(where, 1));
    return items === undefined ? undefined : { identifier: identifier.text, items, body };
  }

  /** The items of a collection, if each is known. */
  private itemsOf(collection: TemplateNode, where: Where): readonly string[] | undefined {
    const value = this.resolver.resolve(collection, where);
    if (value?.kind !== 'list') return undefined;
    const items = value.items.map((item) => {
      const text = textOfValue(item);
      return text === undefined ? undefined : literalOf(text);
    });
    const known = items.filter((item) => item !== undefined);
    return known.length === items.length ? known : undefined;
  }

  /** False once the loops have made so much that the rest is not worth looking at. */
  private spend({ start }: ScalarNode): boolean {
    this.generated += 1;
    if (this.generated <= MAX_GENERATED) return true;
    if (!this.isSpent)
      this.problems.push({ message: `loops make more than ${MAX_GENERATED} nodes`, start, fatal: true });
    this.isSpent = true;
    return false;
  }

  private complain(message: string, { start }: TemplateNode): void {
    this.problems.push({ message, start, fatal: false });
  }
}

const MENTION = /([$&])\{([A-Za-z0-9]+)\}/g;

/** AWS: `&{Name}` is the item without what a logical id may not hold. */
function substitute(text: string, bindings: Bindings): string {
  if (!text.includes('{')) return text;
  return text.replace(MENTION, (whole: string, sign: string, name: string) => {
    const item = bindings.get(name);
    if (item === undefined) return whole;
    return sign === '&' ? item.replace(/[^A-Za-z0-9]/g, '') : item;
  });
}
