import type { SyntaxNode } from '@lezer/common';
import type { BlockBuilder } from './block-builder';
import { UNKNOWN, type Expression } from './expression';
import { MAX_DEPTH, type Source } from './syntax';

/** Where an expression stands. */
export interface Spot {
  readonly block: BlockBuilder;
  readonly depth: number;
}

export type ReadExpression = (node: SyntaxNode, spot: Spot) => Expression;

/** What the expressions of every language have in common. Each is read once, and what is called in it is noted on the way. */
export abstract class ExpressionReader {
  constructor(protected readonly source: Source) {}

  /** By the name that the grammar of the language gives to a node. */
  protected abstract readonly readings: ReadonlyMap<string, ReadExpression>;

  read(node: SyntaxNode, spot: Spot): Expression {
    if (spot.depth > MAX_DEPTH) return UNKNOWN;
    const reading = this.readings.get(node.name) ?? this.other;
    return reading(node, { ...spot, depth: spot.depth + 1 });
  }

  private readonly other: ReadExpression = (node, spot) => {
    for (const child of this.source.childrenOf(node)) this.read(child, spot);
    return UNKNOWN;
  };

  protected readonly member: ReadExpression = (node, spot) => {
    const [object, mark, what] = this.source.childrenOf(node);
    if (object === undefined || what === undefined) return UNKNOWN;
    const of = this.read(object, spot);
    if (mark?.name === '[') return { kind: 'index', of, key: this.read(what, spot) };
    const name = this.source.textOf(what);
    spot.block.mentions.add(name);
    return { kind: 'member', of, name };
  };
}
