import type { SyntaxNode } from '@lezer/common';
import type { Expression } from '../expression';
import { UNKNOWN } from '../expression';
import type { Source } from '../syntax';

const OPENING = /^(?<prefix>[A-Za-z]{0,2})(?<quote>'''|"""|'|")/;

/** The text of a string literal; one with an escape is not decoded, and so not known. */
export function literalText(written: string): Expression {
  const { prefix = '', quote = '' } = OPENING.exec(written)?.groups ?? {};
  const inner = written.slice(prefix.length + quote.length, written.length - quote.length);
  const isPlain = quote !== '' && (/r/i.test(prefix) || !inner.includes('\\'));
  return isPlain ? { kind: 'text', value: inner } : UNKNOWN;
}

/** The parts of an f-string: what stands between its replacements, and those. */
export function formatParts(
  node: SyntaxNode,
  source: Source,
  read: (replacement: SyntaxNode) => Expression,
): readonly Expression[] {
  const written = source.textOf(node);
  const { prefix = '', quote = '' } = OPENING.exec(written)?.groups ?? {};
  const parts: Expression[] = [];
  let at = node.from + prefix.length + quote.length;
  for (const child of source.childrenOf(node)) {
    if (child.name !== 'FormatReplacement') continue;
    parts.push(plain(source.text.slice(at, child.from)), replacement(child, source, read));
    at = child.to;
  }
  return [...parts, plain(source.text.slice(at, node.to - quote.length))];
}

function plain(written: string): Expression {
  return /[\\{}]/.test(written) ? UNKNOWN : { kind: 'text', value: written };
}

/** `{name}`; one that is formatted is another text. */
function replacement(node: SyntaxNode, source: Source, read: (replacement: SyntaxNode) => Expression): Expression {
  const inner = source.childrenOf(node).filter(({ name }) => name !== '{' && name !== '}');
  const [first, ...more] = inner;
  const value = first === undefined ? UNKNOWN : read(first);
  return more.length > 0 ? UNKNOWN : value;
}
