import type { MapEntry, MapNode, ScalarNode, TemplateNode } from '#core/template/node';

/** The same tree, with its offsets counted from another beginning. */
export function shiftedMap(node: MapNode, by: number): MapNode {
  if (by === 0) return node;
  const entries = new Map<string, MapEntry>();
  for (const [name, { key, value }] of node.entries) {
    entries.set(name, { key: shiftedScalar(key, by), value: shifted(value, by) });
  }
  return { ...node, start: node.start + by, entries };
}

/** As `shiftedMap`, of any node. */
export function shifted(node: TemplateNode, by: number): TemplateNode {
  switch (node.kind) {
    case 'map':
      return shiftedMap(node, by);
    case 'seq':
      return { ...node, start: node.start + by, items: node.items.map((item) => shifted(item, by)) };
    case 'scalar':
      return shiftedScalar(node, by);
  }
}

function shiftedScalar(node: ScalarNode, by: number): ScalarNode {
  return { ...node, start: node.start + by };
}
