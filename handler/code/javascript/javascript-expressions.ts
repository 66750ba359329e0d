import type { SyntaxNode } from '@lezer/common';
import { BlockBuilder } from '../block-builder';
import { NO_ENTRIES, UNKNOWN, type Expression, type RecordExpression } from '../expression';
import { ExpressionReader, type ReadExpression, type Spot } from '../expression-reader';
import { inBrackets, MAX_DEPTH, splitAtCommas } from '../syntax';
import { literalText, templateParts } from './javascript-text';

export abstract class JavaScriptExpressions extends ExpressionReader {
  readonly imports: string[] = [];

  protected abstract statements(node: SyntaxNode, spot: Spot): void;
  protected abstract assign(target: SyntaxNode, value: Expression, spot: Spot): void;
  protected abstract defineClass(node: SyntaxNode, spot: Spot): void;

  private readonly name: ReadExpression = (node, { block }) => this.nameIn(this.source.textOf(node), block);

  private nameIn(name: string, block: BlockBuilder): Expression {
    if (name === 'undefined') return { kind: 'nothing' };
    block.mentions.add(name);
    return { kind: 'name', name, scope: block };
  }

  private readonly call: ReadExpression = (node, spot) => {
    const children = this.source.childrenOf(node);
    const isNew = node.name === 'NewExpression';
    const [callee] = isNew ? children.slice(1) : children;
    const args = children.find(({ name }) => name === 'ArgList');
    if (callee === undefined) return UNKNOWN;
    const required = isNew ? undefined : this.requiredModule(callee, args, spot.block);
    if (required !== undefined) return required;
    const call: Expression = {
      kind: 'call',
      isNew,
      callee: this.read(callee, spot),
      positional: args === undefined ? [] : this.argumentsOf(args, spot),
      named: NO_ENTRIES,
      start: node.from,
    };
    spot.block.calls.push(call);
    return call;
  };

  /** `require('aws-sdk')`, and `import('aws-sdk')` where it is awaited. */
  private requiredModule(
    callee: SyntaxNode,
    args: SyntaxNode | undefined,
    block: BlockBuilder,
  ): Expression | undefined {
    if (!/^(?:require|import)$/.test(this.source.textOf(callee))) return undefined;
    const [name] = args === undefined ? [] : inBrackets(this.source.childrenOf(args));
    return name?.name === 'String' ? this.moduleNamed(this.source.textOf(name).slice(1, -1), block) : undefined;
  }

  protected moduleNamed(name: string, block: BlockBuilder): Expression {
    this.imports.push(name);
    return { kind: 'module', name, from: block };
  }

  private argumentsOf(node: SyntaxNode, spot: Spot): readonly Expression[] {
    return splitAtCommas(inBrackets(this.source.childrenOf(node))).map(([first, ...more]) => {
      if (first === undefined) return UNKNOWN;
      const value = this.read(first, spot);
      for (const each of more) this.read(each, spot);
      return more.length > 0 ? UNKNOWN : value;
    });
  }

  private readonly object: ReadExpression = (node, spot) => {
    const entries: RecordExpression['entries'][number][] = [];
    const spreads: Expression[] = [];
    for (const property of node.getChildren('Property')) {
      const [first, second, ...more] = this.source.childrenOf(property);
      if (first?.name === 'Spread') spreads.push(second === undefined ? UNKNOWN : this.read(second, spot));
      else if (first !== undefined) entries.push(this.property([first, second, ...more], spot));
    }
    return { kind: 'record', entries, spreads };
  };

  private property(nodes: readonly (SyntaxNode | undefined)[], spot: Spot): RecordExpression['entries'][number] {
    const kept = nodes.filter((each) => each !== undefined);
    const mark = kept.findIndex(({ name }) => name === ':');
    const [key] = inBrackets(kept).filter(({ name }) => name !== 'async' && name !== 'get');
    const isComputed = kept.some(({ name }) => name === '[');
    const written = key === undefined ? '' : this.source.textOf(key);
    const name: Expression =
      isComputed && key !== undefined
        ? this.read(key, spot)
        : { kind: 'text', value: key?.name === 'String' ? written.slice(1, -1) : written };
    const value = kept[mark + 1];
    if (mark >= 0 && value !== undefined) return { key: name, value: this.readNamed(written, value, spot) };
    const body = kept.find((each) => each.name === 'Block');
    if (body === undefined) return { key: name, value: this.nameIn(written, spot.block) };
    return { key: name, value: this.functionOf(written, kept, spot) };
  }

  /** A function is known by the name it is given to. */
  protected readNamed(name: string, node: SyntaxNode, spot: Spot): Expression {
    if (FUNCTIONS.has(node.name)) return this.functionOf(name, this.source.childrenOf(node), spot);
    return this.read(node, spot);
  }

  protected functionOf(name: string | undefined, parts: readonly SyntaxNode[], { block, depth }: Spot): Expression {
    const inner = new BlockBuilder('function', name, block);
    const spot = { block: inner, depth: depth + 1 };
    if (depth > MAX_DEPTH) return UNKNOWN;
    const arrow = parts.findIndex((each) => each.name === 'Arrow');
    for (const part of parts) {
      if (part.name === 'ParamList') this.parameters(part, spot);
      else if (part.name === 'VariableDefinition' && arrow >= 0) inner.bind(this.source.textOf(part), UNKNOWN);
      else if (part.name === 'Block') this.statements(part, spot);
    }
    const body = arrow < 0 ? undefined : parts[arrow + 1];
    if (body !== undefined && body.name !== 'Block') inner.returns.push(this.read(body, spot));
    return { kind: 'function', block: inner };
  }

  private parameters(node: SyntaxNode, spot: Spot): void {
    for (const part of splitAtCommas(inBrackets(this.source.childrenOf(node))))
      for (const each of part) {
        if (each.name === 'VariableDefinition' || each.name.endsWith('Pattern')) this.assign(each, UNKNOWN, spot);
        else this.read(each, spot);
      }
  }

  private readonly functionExpression: ReadExpression = (node, spot) => {
    const own = node.name === 'FunctionExpression' ? node.getChild('VariableDefinition') : null;
    return this.functionOf(own === null ? undefined : this.source.textOf(own), this.source.childrenOf(node), spot);
  };

  private readonly binary: ReadExpression = (node, spot) => {
    const [left, mark, right] = this.source.childrenOf(node);
    if (left === undefined || mark === undefined || right === undefined) return UNKNOWN;
    const value = this.read(left, spot);
    if (mark.name === 'as' || mark.name === 'satisfies') return value;
    const sides = [value, this.read(right, spot)];
    const operator = this.source.textOf(mark);
    if (operator === '||' || operator === '??') return { kind: 'either', options: sides };
    return operator === '+' ? { kind: 'joined', parts: sides } : UNKNOWN;
  };

  private readonly assignment: ReadExpression = (node, spot) => {
    const [target, mark, value] = this.source.childrenOf(node);
    if (target === undefined || value === undefined) return UNKNOWN;
    const name = target.name === 'MemberExpression' ? target.getChild('PropertyName') : target;
    const read = this.readNamed(name === null ? '' : this.source.textOf(name), value, this.spotOf(target, spot));
    const isPlain =
      mark?.name === 'Equals' || /^(?:\?\?|\|\|)=$/.test(mark === undefined ? '' : this.source.textOf(mark));
    this.assign(target, isPlain ? read : UNKNOWN, spot);
    return read;
  };

  /** What is exported runs when it is called by its name; a list of exports calls nothing. */
  private spotOf(target: SyntaxNode, spot: Spot): Spot {
    const [, exported] = /^(?:module\.)?exports(?:\.(\w+))?$/.exec(this.source.textOf(target)) ?? [undefined, ''];
    return exported === '' ? spot : this.exportSpot(exported, spot);
  }

  protected exportSpot(name: string | undefined, { block, depth }: Spot): Spot {
    const inner = new BlockBuilder(name === undefined ? 'inner' : 'function', name, block);
    inner.isHandover = name === undefined;
    return { block: inner, depth };
  }

  /** What stands in it is what it is: brackets, `await`, a type that is said of it. */
  private readonly inner: ReadExpression = (node, spot) => {
    const [first, ...more] = inBrackets(this.source.childrenOf(node)).filter(({ name }) => !AROUND.test(name));
    const value = first === undefined ? UNKNOWN : this.read(first, spot);
    for (const each of more) this.read(each, spot);
    return more.length > 0 ? UNKNOWN : value;
  };

  private readonly list: ReadExpression = (node, spot) => {
    const parts = splitAtCommas(inBrackets(this.source.childrenOf(node)));
    const isOpen = parts.some(([first]) => first?.name === 'Spread');
    const items = parts.map(([first, second]) => {
      const item = first?.name === 'Spread' ? second : first;
      return item === undefined ? UNKNOWN : this.read(item, spot);
    });
    return { kind: 'list', items, isOpen };
  };

  protected readonly readings: ReadonlyMap<string, ReadExpression> = new Map<string, ReadExpression>([
    ['VariableName', this.name],
    ['String', (node) => literalText(this.source.textOf(node))],
    [
      'TemplateString',
      (node, spot) => ({ kind: 'joined', parts: templateParts(node, this.source, (part) => this.read(part, spot)) }),
    ],
    ['MemberExpression', this.member],
    ['CallExpression', this.call],
    ['NewExpression', this.call],
    ['ObjectExpression', this.object],
    ['ArrayExpression', this.list],
    ['ParenthesizedExpression', this.inner],
    ['AwaitExpression', this.inner],
    ['PostfixExpression', this.inner],
    ['InstantiationExpression', this.inner],
    ['PrefixCast', this.inner],
    ['BinaryExpression', this.binary],
    ['AssignmentExpression', this.assignment],
    ['ArrowFunction', this.functionExpression],
    ['FunctionExpression', this.functionExpression],
    ['ClassExpression', (node, spot) => (this.defineClass(node, spot), UNKNOWN)],
    ['this', (_node, { block }) => ({ kind: 'own', scope: block })],
    ['null', () => ({ kind: 'nothing' })],
  ]);
}

const FUNCTIONS = new Set(['ArrowFunction', 'FunctionExpression']);
const AROUND = /^(?:await|LogicOp|TypeArgList|TypeName|<|>)$|Type$/;
