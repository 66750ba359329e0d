import type { MapEntry, MapNode, NodePlace, TemplateNode } from '#core/template/node';
import { childPath, type PathLink } from '#core/value/origin';

/**
 * Writes onto every node where it stands in the user's template, so that a transform may move it and findings still point there.
 * A node that a loop made keeps the place it was made of.
 */
export function placeNodes(root: MapNode): MapNode {
  return placeMap(root, undefined);
}

function placed(node: TemplateNode, path: PathLink): TemplateNode {
  switch (node.kind) {
    case 'map':
      return placeMap(node, path);
    case 'seq':
      return {
        ...node,
        place: node.place ?? { path, start: node.start },
        items: node.items.map((item, index) => placed(item, childPath(path, index))),
      };
    case 'scalar':
      return { ...node, place: node.place ?? { path, start: node.start } };
  }
}

function placeMap(node: MapNode, path: PathLink | undefined): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [name, { key, value }] of node.entries) {
    const there = childPath(path, name);
    entries.set(name, {
      key: { ...key, place: key.place ?? { path: there, start: key.start } },
      value: placed(value, there),
    });
  }
  const place: NodePlace = node.place ?? { path, start: node.start };
  return { ...node, place, entries };
}
