import type { SyntaxNode } from '@lezer/common';
import { UNKNOWN, type Expression } from '../expression';
import type { Source } from '../syntax';

/** The text of a string literal; one with an escape is not decoded, and so not known. */
export function literalText(written: string): Expression {
  const inner = written.slice(1, -1);
  return inner.includes('\\') ? UNKNOWN : { kind: 'text', value: inner };
}

/** The parts of a template literal. */
export function templateParts(
  node: SyntaxNode,
  source: Source,
  read: (inserted: SyntaxNode) => Expression,
): readonly Expression[] {
  const parts: Expression[] = [];
  let at = node.from + 1;
  for (const child of source.childrenOf(node)) {
    if (child.name !== 'Interpolation') continue;
    const [, inserted] = source.childrenOf(child);
    parts.push(plain(source.text.slice(at, child.from)), inserted === undefined ? UNKNOWN : read(inserted));
    at = child.to;
  }
  return [...parts, plain(source.text.slice(at, node.to - 1))];
}

function plain(written: string): Expression {
  return written.includes('\\') ? UNKNOWN : { kind: 'text', value: written };
}
