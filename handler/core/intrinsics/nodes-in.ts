import type { TemplateNode } from '#core/template/node';

/** Every node at and below one, without recursion, parents first. */
export function nodesIn(root: TemplateNode): readonly TemplateNode[] {
  const found: TemplateNode[] = [];
  const open: TemplateNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    if (node.kind === 'seq') for (const item of node.items) open.push(item);
    if (node.kind === 'map') for (const { value } of node.entries.values()) open.push(value);
  }
  return found;
}
