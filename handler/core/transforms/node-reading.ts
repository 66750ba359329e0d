import type { MapNode, ScalarNode, SeqNode, TemplateNode } from '#core/template/node';

/** The entry of a map; nothing for other kinds of node, as for a missing key. */
export function entryOf(node: TemplateNode | undefined, key: string): TemplateNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** Follows keys down from a node. */
export function at(node: TemplateNode | undefined, ...keys: readonly string[]): TemplateNode | undefined {
  return keys.reduce(entryOf, node);
}

export function entriesOf(node: TemplateNode | undefined): readonly (readonly [string, TemplateNode])[] {
  if (node?.kind !== 'map') return [];
  return [...node.entries].map(([key, entry]) => [key, entry.value] as const);
}

export function itemsOf(node: TemplateNode | undefined): readonly TemplateNode[] {
  return node?.kind === 'seq' ? node.items : [];
}

/** A list's items, or a single value as a list of one; nothing for an absent value. */
export function listOf(node: TemplateNode | undefined): readonly TemplateNode[] {
  if (node === undefined || isNull(node)) return [];
  return node.kind === 'seq' ? node.items : [node];
}

export function stringOf(node: TemplateNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

export function isTrue(node: TemplateNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

export function isFalse(node: TemplateNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === false;
}

function isNull(node: TemplateNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** AWS: the translator tests a property as Python does: null, `false`, 0, and an empty text, list or map count as not written. */
export function isPresent(node: TemplateNode | undefined): node is TemplateNode {
  switch (node?.kind) {
    case undefined:
      return false;
    case 'scalar':
      return node.value !== null && node.value !== false && node.value !== 0 && node.text !== '';
    case 'seq':
      return node.items.length > 0;
    case 'map':
      return node.entries.size > 0;
  }
}

export function presentOf(node: TemplateNode | undefined): TemplateNode | undefined {
  return isPresent(node) ? node : undefined;
}

/** The node unless it is absent or null. */
export function givenOf(node: TemplateNode | undefined): TemplateNode | undefined {
  return node === undefined || isNull(node) ? undefined : node;
}

export interface Intrinsic {
  readonly name: string;
  readonly argument: TemplateNode;
}

/** A map whose only key is `Ref`, `Condition` or `Fn::…`. */
export function intrinsicOf(node: TemplateNode | undefined): Intrinsic | undefined {
  if (node?.kind !== 'map' || node.entries.size !== 1) return undefined;
  for (const [name, { value }] of node.entries) {
    if (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')) return { name, argument: value };
  }
  return undefined;
}

/** What a `Ref` names. */
export function refTarget(node: TemplateNode | undefined): string | undefined {
  const intrinsic = intrinsicOf(node);
  return intrinsic?.name === 'Ref' ? stringOf(intrinsic.argument) : undefined;
}

export function isNoValue(node: TemplateNode | undefined): boolean {
  return refTarget(node) === 'AWS::NoValue';
}

/** The resource that `Ref`, `Fn::GetAtt` or a `Fn::Sub` of one of these two names. */
export function resourceNamedBy(node: TemplateNode | undefined): string | undefined {
  const intrinsic = intrinsicOf(node);
  switch (intrinsic?.name) {
    case 'Ref':
      return stringOf(intrinsic.argument);
    case 'Fn::GetAtt':
      return stringOf(itemsOf(intrinsic.argument)[0]) ?? stringOf(intrinsic.argument)?.split('.')[0];
    default:
      return undefined;
  }
}

export interface IfParts {
  readonly condition: TemplateNode;
  readonly then: TemplateNode;
  readonly otherwise: TemplateNode;
}

/** The three parts of a well-formed `Fn::If`. */
export function ifParts(node: TemplateNode | undefined): IfParts | undefined {
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name !== 'Fn::If') return undefined;
  const [condition, then, otherwise, ...more] = itemsOf(intrinsic.argument);
  if (condition === undefined || then === undefined || otherwise === undefined || more.length > 0) return undefined;
  return { condition, then, otherwise };
}

export function isMap(node: TemplateNode | undefined): node is MapNode {
  return node?.kind === 'map';
}
export function isSeq(node: TemplateNode | undefined): node is SeqNode {
  return node?.kind === 'seq';
}
export function isScalar(node: TemplateNode | undefined): node is ScalarNode {
  return node?.kind === 'scalar';
}
