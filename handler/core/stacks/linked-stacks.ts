import { recordFacts } from '#core/facts/record-facts';
import type { Environment, ResolvedTemplate } from '#core/intrinsics/resolved-template';
import type { Detail } from '#core/intrinsics/scenarios';
import { showText, type Text } from '#core/value/text';
import { textOfValue } from '#core/value/value';
import { commonValues } from './join-stacks';
import { nestingOf, resolveStack, type Nesting } from './nested-stacks';
import type { PreparedStack } from './prepared-stack';

/** Chains of imports are followed this far. */
const MAX_ROUNDS = 12;

/** All conditions that are not decided stay open. */
const UNDECIDED: Detail = { most: 1, by: 'outcomes' };

/** A template of several that are judged together. */
export interface GroupMember {
  /** As the others call it. */
  readonly name: string;
  readonly stack: PreparedStack;
  readonly nesting: Nesting;
}

/** What one stack gets from others that are judged with it. */
export interface Links {
  /** Values of the exports it imports. */
  exportsFor(stack: PreparedStack): ReadonlyMap<string, Text>;
  /** The stacks it imports from and that import from it, as it sees them once it exports these values. */
  neighboursOf(stack: PreparedStack, exported: ReadonlyMap<string, Text>): readonly ResolvedTemplate[];
}

/**
 * Resolves what templates given together import from each other: an export is visible in its account and region, and its
 * name is unique there. Of a name that two of them export, nothing is known.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html
 */
export function linkStacks(members: readonly GroupMember[]): Links {
  const stacks = members.map((member) => new LinkedStack(member));
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const changed = stacks.filter((stack) => stack.take(stacks));
    if (changed.length === 0) break;
    for (const stack of changed) stack.resolve();
  }
  const linkedTo = (stack: PreparedStack): LinkedStack | undefined =>
    stacks.find((each) => each.member.stack === stack);
  return {
    exportsFor: (stack) => linkedTo(stack)?.taken ?? new Map(),
    neighboursOf: (stack, exported) => {
      const own = linkedTo(stack);
      if (own === undefined) return [];
      const importers = stacks.filter((each) => each !== own && each.exporters.has(own));
      const exporters = [...own.exporters].filter((each) => !importers.includes(each));
      return [...exporters.map((each) => each.resolved), ...importers.map((each) => each.resolvedWith(own, exported))];
    },
  };
}

class LinkedStack {
  readonly exporters = new Set<LinkedStack>();
  taken: ReadonlyMap<string, Text> = new Map();
  resolved: ResolvedTemplate;
  private exports: ReadonlyMap<string, Text> = new Map();
  private readonly wanted = new Set<string>();

  constructor(readonly member: GroupMember) {
    this.resolved = this.resolve();
  }

  /** Takes what others export by now; true if that is more than before. */
  take(stacks: readonly LinkedStack[]): boolean {
    const taken = new Map<string, Text>();
    for (const name of this.wanted) {
      const [from, ...others] = stacks.filter(
        (each) => each !== this && each.isVisibleTo(this) && each.exports.has(name),
      );
      const value = from?.exports.get(name);
      if (from === undefined || value === undefined || others.length > 0) continue;
      this.exporters.add(from);
      taken.set(name, value);
    }
    if (spelling(taken) === spelling(this.taken)) return false;
    this.taken = taken;
    return true;
  }

  /** As the others see it: under qualified names, in one scenario that leaves its conditions open. */
  resolve(): ResolvedTemplate {
    const { template, wanted } = this.resolvedFrom(this.taken);
    for (const name of wanted) this.wanted.add(name);
    this.resolved = template;
    this.exports = exportsOf([template], `${this.member.name}.`);
    return template;
  }

  /** As one of those sees it from which it imports. */
  resolvedWith(from: LinkedStack, exported: ReadonlyMap<string, Text>): ResolvedTemplate {
    const own = [...this.taken].map(
      ([name, value]) => [name, from.exports.has(name) ? (exported.get(name) ?? value) : value] as const,
    );
    return this.resolvedFrom(new Map(own)).template;
  }

  private resolvedFrom(exports: ReadonlyMap<string, Text>): { template: ResolvedTemplate; wanted: readonly string[] } {
    const { stack, nesting, name } = this.member;
    const facts = recordFacts(nesting.facts);
    const environment: Environment = { ...stack.environment, qualifier: `${name}.`, handed: { exports } };
    const apart = nestingOf(nesting.documents, nesting.files, facts);
    const { templates } = resolveStack({ ...stack, environment }, apart, UNDECIDED);
    const [template] = templates;
    if (template === undefined) throw new Error('a template has at least one scenario');
    const resources = [...template.resources].map(
      ([id, resource]) => [id, { ...resource, place: resource.place ?? template.place }] as const,
    );
    return {
      template: { ...template, resources: new Map(resources) },
      wanted: facts.wanted().flatMap(({ kind, id }) => (kind === 'export' ? id : [])),
    };
  }

  private isVisibleTo(other: LinkedStack): boolean {
    const [own, its] = [this.member.stack.environment, other.member.stack.environment];
    return isSameOrOpen(own.account, its.account) && isSameOrOpen(own.region, its.region);
  }
}

function isSameOrOpen(left: string | undefined, right: string | undefined): boolean {
  return left === undefined || right === undefined || left === right;
}

/** The exports of a stack that are the same in all its scenarios, parts of which may not be known. */
export function exportsOf(templates: readonly ResolvedTemplate[], symbol: string): ReadonlyMap<string, Text> {
  const values = commonValues(templates, ({ exports }) => exports, `${symbol}export:`);
  return new Map(
    [...values].flatMap(([name, value]) => {
      const text = textOfValue(value);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

function spelling(exports: ReadonlyMap<string, Text>): string {
  return JSON.stringify([...exports].map(([name, text]) => [name, showText(text)]));
}
