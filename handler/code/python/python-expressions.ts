import type { SyntaxNode } from '@lezer/common';
import { BlockBuilder } from '../block-builder';
import { NO_ENTRIES, UNKNOWN, type Expression, type RecordExpression } from '../expression';
import { ExpressionReader, type ReadExpression, type Spot } from '../expression-reader';
import { inBrackets, splitAtCommas } from '../syntax';
import { formatParts, literalText } from './python-text';

export class PythonExpressions extends ExpressionReader {
  private readonly name: ReadExpression = (node, { block }) => {
    const name = this.source.textOf(node);
    if (name === 'self' || name === 'cls') return { kind: 'own', scope: block };
    block.mentions.add(name);
    return { kind: 'name', name, scope: block };
  };

  private readonly call: ReadExpression = (node, spot) => {
    const [callee, args] = this.source.childrenOf(node);
    if (callee === undefined || args === undefined) return UNKNOWN;
    const call: Expression = {
      kind: 'call',
      isNew: false,
      callee: this.read(callee, spot),
      ...this.argumentsOf(args, spot),
      start: node.from,
    };
    spot.block.calls.push(call);
    return call;
  };

  private argumentsOf(
    node: SyntaxNode,
    spot: Spot,
  ): { readonly positional: readonly Expression[]; readonly named: RecordExpression } {
    const positional: Expression[] = [];
    const entries: RecordExpression['entries'][number][] = [];
    const spreads: Expression[] = [];
    for (const part of splitAtCommas(inBrackets(this.source.childrenOf(node)))) {
      const [first, second, third] = part;
      if (first === undefined) continue;
      if (first.name === '**') spreads.push(second === undefined ? UNKNOWN : this.read(second, spot));
      else if (first.name === '*') positional.push(second === undefined ? UNKNOWN : this.unread(second, spot));
      else if (second?.name === 'AssignOp' && third !== undefined)
        entries.push({ key: { kind: 'text', value: this.source.textOf(first) }, value: this.read(third, spot) });
      else positional.push(this.all(part, spot));
    }
    const isPlain = entries.length + spreads.length === 0;
    return { positional, named: isPlain ? NO_ENTRIES : { kind: 'record', entries, spreads } };
  }

  /** Read for what is called in it. */
  private unread(node: SyntaxNode, spot: Spot): Expression {
    this.read(node, spot);
    return UNKNOWN;
  }

  /** One node is the expression; of several, such as a comprehension without brackets, nothing is known. */
  private all(nodes: readonly SyntaxNode[], spot: Spot): Expression {
    const read = nodes.map((each) => this.read(each, spot));
    return read.length === 1 ? (read[0] ?? UNKNOWN) : UNKNOWN;
  }

  private readonly dictionary: ReadExpression = (node, spot) => {
    const entries: RecordExpression['entries'][number][] = [];
    const spreads: Expression[] = [];
    for (const part of splitAtCommas(inBrackets(this.source.childrenOf(node)))) {
      const [key, mark, value] = part;
      if (key?.name === '**') spreads.push(mark === undefined ? UNKNOWN : this.read(mark, spot));
      else if (key !== undefined && value !== undefined && part.length === 3)
        entries.push({ key: this.read(key, spot), value: this.read(value, spot) });
      else spreads.push(this.all(part, spot));
    }
    return { kind: 'record', entries, spreads };
  };

  private readonly list: ReadExpression = (node, spot) => {
    const parts = splitAtCommas(inBrackets(this.source.childrenOf(node)));
    const items = parts.map((part) => this.all(part, spot));
    return { kind: 'list', items, isOpen: parts.some(([first]) => first?.name === '*') };
  };

  private readonly binary: ReadExpression = (node, spot) => {
    const [left, mark, right] = this.source.childrenOf(node);
    if (left === undefined || mark === undefined || right === undefined) return UNKNOWN;
    const sides = [this.read(left, spot), this.read(right, spot)];
    if (mark.name === 'or') return { kind: 'either', options: sides };
    return mark.name === 'ArithOp' && this.source.textOf(mark) === '+' ? { kind: 'joined', parts: sides } : UNKNOWN;
  };

  /** `name := value`. */
  private readonly named: ReadExpression = (node, spot) => {
    const [name, , value] = this.source.childrenOf(node);
    if (name === undefined || value === undefined) return UNKNOWN;
    const read = this.read(value, spot);
    spot.block.bind(this.source.textOf(name), read);
    return read;
  };

  private readonly lambda: ReadExpression = (node, { block, depth }) => {
    const inner = new BlockBuilder('function', undefined, block);
    for (const child of this.source.childrenOf(node)) {
      if (child.name === 'ParamList') this.parameters(child, { block: inner, depth });
      else this.read(child, { block: inner, depth });
    }
    return { kind: 'function', block: inner };
  };

  /** What callers hand over is not known, nor what stands in for it. */
  protected parameters(node: SyntaxNode, spot: Spot): void {
    for (const part of splitAtCommas(inBrackets(this.source.childrenOf(node)))) {
      const name = part.find((each) => each.name === 'VariableName');
      if (name !== undefined) spot.block.bind(this.source.textOf(name), UNKNOWN);
      for (const each of part) if (each !== name && each.name !== 'TypeDef') this.read(each, spot);
    }
  }

  /** The names of a comprehension are its own. */
  private readonly comprehension: ReadExpression = (node, { block, depth }) => {
    const inner = new BlockBuilder('inner', undefined, block);
    const children = this.source.childrenOf(node);
    for (const target of targetsOf(children)) inner.bind(this.source.textOf(target), UNKNOWN);
    for (const child of children) this.read(child, { block: inner, depth });
    return UNKNOWN;
  };

  private readonly inner: ReadExpression = (node, spot) => {
    const kept = inBrackets(this.source.childrenOf(node)).filter(({ name }) => name !== 'await');
    return this.all(kept, spot);
  };

  protected readonly readings: ReadonlyMap<string, ReadExpression> = new Map<string, ReadExpression>([
    ['VariableName', this.name],
    ['String', (node) => literalText(this.source.textOf(node))],
    ['ContinuedString', (node, spot) => ({ kind: 'joined', parts: this.eachOf(node, spot) })],
    [
      'FormatString',
      (node, spot) => ({ kind: 'joined', parts: formatParts(node, this.source, (part) => this.read(part, spot)) }),
    ],
    ['MemberExpression', this.member],
    ['CallExpression', this.call],
    ['DictionaryExpression', this.dictionary],
    ['ArrayExpression', this.list],
    ['TupleExpression', this.list],
    ['ParenthesizedExpression', this.inner],
    ['AwaitExpression', this.inner],
    ['BinaryExpression', this.binary],
    ['NamedExpression', this.named],
    ['LambdaExpression', this.lambda],
    ['ArrayComprehensionExpression', this.comprehension],
    ['DictionaryComprehensionExpression', this.comprehension],
    ['SetComprehensionExpression', this.comprehension],
    ['ComprehensionExpression', this.comprehension],
    ['None', () => ({ kind: 'nothing' })],
  ]);

  private eachOf(node: SyntaxNode, spot: Spot): readonly Expression[] {
    return this.source.childrenOf(node).map((child) => this.read(child, spot));
  }
}

/** The names between `for` and `in`. */
export function targetsOf(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let isTarget = false;
  for (const node of nodes) {
    if (node.name === 'for') isTarget = true;
    else if (node.name === 'in') isTarget = false;
    else if (isTarget) found.push(...namesIn(node));
  }
  return found;
}

export function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.name === 'VariableName') return [node];
  return node.name === 'TupleExpression' || node.name === 'ArrayExpression' ? node.getChildren('VariableName') : [];
}
