import type { TemplateNode } from '#core/template/node';
import { parseTemplate } from '#core/template/parse-template';

/** A node without its places, every scalar as written: two spellings of one template give the same. */
export function plain(node: TemplateNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' ? node.text : node.value;
    case 'seq':
      return node.items.map(plain);
    case 'map':
      return new Map([...node.entries].map(([key, entry]) => [key, plain(entry.value)]));
  }
}

/** The value of one property of a template, as parsed. */
export function parsedValue(yaml: string): TemplateNode {
  const { template, problems } = parseTemplate(`Resources: {R: {Type: A, Properties: {P: ${yaml}}}}`);
  const value = ['Resources', 'R', 'Properties', 'P'].reduce<TemplateNode | undefined>(
    (node, key) => (node?.kind === 'map' ? node.entries.get(key)?.value : undefined),
    template?.root,
  );
  if (value === undefined) throw new Error(`not parsed: ${problems.map(({ message }) => message).join('; ')}`);
  return value;
}
