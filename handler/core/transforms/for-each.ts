import type { MapEntry, MapNode, TemplateNode } from '#core/template/node';
import { draftNode } from './draft';
import { entryOf, isMap, isScalar, isSeq, itemsOf, refTarget, stringOf } from './node-reading';

const LOOP = 'Fn::ForEach::';
/** CloudFormation takes 500 resources in a template. */
export const MOST_RUNS = 2000;

export interface Loops {
  readonly parameters: ReadonlyMap<string, TemplateNode>;
  /** Runs of loop bodies that may still be made: nested loops multiply. */
  readonly budget: { runs: number };
  /** Called for a loop whose collection only the resolver or the deployment knows. */
  readonly leaveOut: (loop: string) => void;
}

/**
 * The resources with those loops unrolled that make serverless resources, which must be there before SAM is expanded.
 * Other loops are left for the resolver.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function unrollServerlessLoops(resources: MapNode, loops: Loops): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [name, entry] of resources.entries) {
    const unrolled = name.startsWith(LOOP) && makesServerless(entry.value) ? unroll(entry.value, loops) : undefined;
    if (unrolled === undefined && name.startsWith(LOOP) && makesServerless(entry.value)) loops.leaveOut(name);
    for (const [logicalId, made] of unrolled ?? [[name, entry] as const]) entries.set(logicalId, made);
  }
  return { ...resources, entries };
}

function makesServerless(node: TemplateNode): boolean {
  switch (node.kind) {
    case 'scalar':
      return false;
    case 'seq':
      return node.items.some(makesServerless);
    case 'map':
      return (
        stringOf(entryOf(node, 'Type'))?.startsWith('AWS::Serverless::') === true ||
        [...node.entries.values()].some(({ value }) => makesServerless(value))
      );
  }
}

/** What a loop makes, or undefined where its collection is not known; loops inside it are unrolled too. */
function unroll(loop: TemplateNode, loops: Loops): ReadonlyMap<string, MapEntry> | undefined {
  const [identifier, collection, body, ...more] = itemsOf(loop);
  const name = stringOf(identifier);
  const values = collection === undefined ? undefined : collectionOf(collection, loops);
  if (name === undefined || values === undefined || !isMap(body) || more.length > 0) return undefined;
  const made = new Map<string, MapEntry>();
  for (const value of values) {
    if ((loops.budget.runs -= 1) < 0) return undefined;
    for (const [key, entry] of substitutedMap(body, { name, value }).entries) {
      const inner = key.startsWith(LOOP) ? unroll(entry.value, loops) : new Map([[key, entry]]);
      if (inner === undefined) return undefined;
      for (const [logicalId, one] of inner) made.set(logicalId, one);
    }
  }
  return made;
}

function collectionOf(collection: TemplateNode, { parameters }: Loops): readonly string[] | undefined {
  const target = refTarget(collection);
  const list = target === undefined ? collection : parameters.get(target);
  if (isScalar(list)) return target === undefined ? undefined : list.text.split(',').map((item) => item.trim());
  if (!isSeq(list)) return undefined;
  const texts = list.items.map((item) => stringOf(item));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

interface Substitution {
  readonly name: string;
  readonly value: string;
}

function substituted(node: TemplateNode, change: Substitution): TemplateNode {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' ? draftNode(textWith(node.text, change), node) : node;
    case 'seq':
      return { ...node, items: node.items.map((item) => substituted(item, change)) };
    case 'map':
      return refTarget(node) === change.name ? draftNode(change.value, node) : substitutedMap(node, change);
  }
}

function substitutedMap(node: MapNode, change: Substitution): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries) {
    const name = textWith(key, change);
    entries.set(name, { key: { ...entry.key, text: name, value: name }, value: substituted(entry.value, change) });
  }
  return { ...node, entries };
}

/** `&{Name}` stands for the value without what may not be in a logical id. */
function textWith(text: string, { name, value }: Substitution): string {
  return text.replaceAll(`\${${name}}`, value).replaceAll(`&{${name}}`, value.replace(/[^A-Za-z0-9]/g, ''));
}
