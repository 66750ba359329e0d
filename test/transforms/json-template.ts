import type { MapNode, TemplateNode } from '#core/template/node';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The root of a parsed template without positions, for tests that do not look at them. */
export function templateOf(json: Json): MapNode {
  const root = nodeOf(json);
  if (root.kind !== 'map') throw new Error('a template is a map');
  return root;
}

function nodeOf(json: Json): TemplateNode {
  if (typeof json !== 'object' || json === null) return { kind: 'scalar', start: 0, text: String(json), value: json };
  if (isList(json)) return { kind: 'seq', start: 0, items: json.map(nodeOf) };
  const entries = Object.entries(json).map(
    ([key, value]) =>
      [key, { key: { kind: 'scalar', start: 0, text: key, value: key }, value: nodeOf(value) }] as const,
  );
  return { kind: 'map', start: 0, entries: new Map(entries) };
}

export function jsonOf(node: TemplateNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'seq':
      return node.items.map(jsonOf);
    case 'map':
      return mapOf(node);
  }
}

function mapOf(node: MapNode): { readonly [key: string]: Json } {
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, jsonOf(value)]));
}

function isList(json: object): json is readonly Json[] {
  return Array.isArray(json);
}
