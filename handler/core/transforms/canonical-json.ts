import type { TemplateNode } from '#core/template/node';

/** One text for equal values: keys sorted, no spaces, other than ASCII escaped, as the SAM translator writes what it hashes. */
export function canonicalJson(node: TemplateNode): string {
  switch (node.kind) {
    case 'scalar':
      return asciiJson(node.value);
    case 'seq':
      return `[${node.items.map(canonicalJson).join(',')}]`;
    case 'map':
      return `{${[...node.entries]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, { value }]) => `${asciiJson(key)}:${canonicalJson(value)}`)
        .join(',')}}`;
  }
}

export function isSame(left: TemplateNode, right: TemplateNode): boolean {
  return left === right || canonicalJson(left) === canonicalJson(right);
}

function asciiJson(value: string | number | boolean | null): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
