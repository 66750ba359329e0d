import type { SyntaxNode } from '@lezer/common';

/** Expressions nested deeper than this are not looked into. */
export const MAX_DEPTH = 300;
/** Nodes of one file that are looked at; what comes after them is left out. */
const MAX_NODES = 400_000;

/** A source text with the tree a parser made of it. */
export class Source {
  private nodes = 0;

  constructor(readonly text: string) {}

  textOf({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }

  /** The nodes in one, without comments; none once the text has had its share of the time. */
  childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      this.nodes += 1;
      if (this.nodes > MAX_NODES) return [];
      if (!COMMENTS.has(child.name)) found.push(child);
    }
    return found;
  }
}

const COMMENTS = new Set(['Comment', 'LineComment', 'BlockComment']);

/** Cuts a list of nodes at commas. */
export function splitAtCommas(nodes: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const parts: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts.filter(({ length }) => length > 0);
}

/** What stands between brackets. */
export function inBrackets(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return nodes.filter(({ name }) => !BRACKETS.has(name));
}

const BRACKETS = new Set(['(', ')', '[', ']', '{', '}']);
