import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { BlockBuilder } from '../block-builder';
import { UNKNOWN, type Expression, type Module } from '../expression';
import { MAX_DEPTH, Source, splitAtCommas } from '../syntax';
import type { Spot } from '../expression-reader';
import { namesIn, PythonExpressions, targetsOf } from './python-expressions';

/** Reads a file of Python; what is wrong with its syntax is left out. */
export function readPython(file: string, text: string): Module {
  const reader = new PythonReader(new Source(text));
  const root = new BlockBuilder('module', undefined, undefined);
  reader.statements(parser.parse(text).topNode, { block: root, depth: 0 });
  const exports = new Map(
    [...root.bindings.keys()].map((name) => [name, { kind: 'name', name, scope: root } as const]),
  );
  return { file, language: 'python', source: text, root, exports, imports: reader.imports };
}

type Reading = (node: SyntaxNode, spot: Spot) => void;

class PythonReader extends PythonExpressions {
  readonly imports: string[] = [];

  statements(node: SyntaxNode, spot: Spot): void {
    if (spot.depth > MAX_DEPTH) return;
    for (const child of this.source.childrenOf(node)) this.statement(child, { ...spot, depth: spot.depth + 1 });
  }

  private statement(node: SyntaxNode, spot: Spot): void {
    const reading = this.statementReadings.get(node.name);
    if (reading !== undefined) reading(node, spot);
    else if (WITH_STATEMENTS.has(node.name)) this.statements(node, spot);
    else this.read(node, spot);
  }

  private readonly assign: Reading = (node, spot) => {
    const parts: SyntaxNode[][] = [[]];
    for (const child of this.source.childrenOf(node)) {
      if (child.name === 'AssignOp') parts.push([]);
      else if (child.name !== 'TypeDef') parts.at(-1)?.push(child);
    }
    const values = splitAtCommas(parts.pop() ?? []).map(([first]) =>
      first === undefined ? UNKNOWN : this.read(first, spot),
    );
    for (const target of parts) this.assignTo(splitAtCommas(target).flat(), values, spot);
  };

  /** `a, b = 1, 2` goes one by one; `a, b = both` says nothing of either. */
  private assignTo(targets: readonly SyntaxNode[], values: readonly Expression[], spot: Spot): void {
    const isOneByOne = targets.length === values.length;
    for (const [index, target] of targets.entries())
      this.assignOne(target, (isOneByOne ? values[index] : undefined) ?? UNKNOWN, spot);
  }

  private assignOne(target: SyntaxNode, value: Expression, spot: Spot): void {
    for (const name of namesIn(target)) spot.block.bind(this.source.textOf(name), target === name ? value : UNKNOWN);
    if (target.name !== 'MemberExpression') return;
    const [object, mark, what] = this.source.childrenOf(target);
    const isOwn = object !== undefined && this.source.textOf(object) === 'self';
    if (isOwn && mark?.name === '.' && what !== undefined) spot.block.bindField(this.source.textOf(what), value);
    else this.read(target, spot);
  }

  private readonly update: Reading = (node, spot) => {
    const [target, , value] = this.source.childrenOf(node);
    if (target !== undefined) this.assignOne(target, UNKNOWN, spot);
    if (value !== undefined) this.read(value, spot);
  };

  private readonly define: Reading = (node, spot) => {
    this.defineFunction(node, spot, false);
  };

  private defineFunction(node: SyntaxNode, { block, depth }: Spot, isRegistered: boolean): void {
    const nameNode = node.getChild('VariableName');
    const name = nameNode === null ? undefined : this.source.textOf(nameNode);
    const inner = new BlockBuilder('function', name, block);
    inner.isRegistered = isRegistered;
    if (name !== undefined) block.bind(name, { kind: 'function', block: inner });
    const [parameters, body] = [node.getChild('ParamList'), node.getChild('Body')];
    if (parameters !== null) this.parameters(parameters, { block: inner, depth });
    if (body !== null) this.statements(body, { block: inner, depth });
  }

  private readonly defineClass: Reading = (node, { block, depth }) => {
    const nameNode = node.getChild('VariableName');
    const name = nameNode === null ? undefined : this.source.textOf(nameNode);
    const inner = new BlockBuilder('class', name, block);
    if (name !== undefined) block.bind(name, UNKNOWN);
    const body = node.getChild('Body');
    if (body !== null) this.statements(body, { block: inner, depth });
  };

  /** What is registered with a decorator is called by whoever keeps the register; some say only how it is called. */
  private readonly decorated: Reading = (node, spot) => {
    const decorators = node.getChildren('Decorator');
    const isRegistered = decorators.some((each) => !PLAIN_DECORATOR.test(this.source.textOf(each)));
    for (const each of decorators) for (const child of this.source.childrenOf(each)) this.read(child, spot);
    const definition = node.getChild('FunctionDefinition');
    if (definition !== null) this.defineFunction(definition, spot, isRegistered);
    else for (const child of node.getChildren('ClassDefinition')) this.defineClass(child, spot);
  };

  private readonly with: Reading = (node, spot) => {
    const [, ...children] = this.source.childrenOf(node);
    let last: Expression = UNKNOWN;
    let isTarget = false;
    for (const child of children) {
      if (child.name === 'Body') this.statements(child, spot);
      else if (isTarget) this.assignOne(child, last, spot);
      else if (child.name !== ',' && child.name !== 'as') last = this.read(child, spot);
      isTarget = child.name === 'as';
    }
  };

  private readonly loop: Reading = (node, spot) => {
    const children = this.source.childrenOf(node);
    const targets = targetsOf(children);
    for (const target of targets) spot.block.bind(this.source.textOf(target), UNKNOWN);
    for (const child of children) this.statement(child, spot);
  };

  private readonly branch: Reading = (node, spot) => {
    const children = this.source.childrenOf(node);
    const test = children[1];
    const isScript = test?.name === 'BinaryExpression' && /^__name__\s*==/.test(this.source.textOf(test));
    // What runs only where the file is the program never runs in Lambda.
    for (const child of isScript ? [] : children) this.statement(child, spot);
  };

  private readonly returned: Reading = (node, spot) => {
    const [, value] = this.source.childrenOf(node);
    if (value !== undefined) (spot.block.enclosing('function') ?? spot.block).returns.push(this.read(value, spot));
  };

  private readonly scope: Reading = (node, { block }) => {
    if (node.getChild('global') === null) return;
    for (const name of node.getChildren('VariableName')) block.globals.add(this.source.textOf(name));
  };

  /** `import a.b as c`, `from .a import b as c`. */
  private readonly import: Reading = (node, { block }) => {
    const [first, ...rest] = this.source.childrenOf(node);
    const at = rest.findIndex(({ name }) => name === 'import');
    if (first?.name === 'import') {
      for (const part of splitAtCommas(rest)) this.importModule(part, block);
      return;
    }
    const from = rest
      .slice(0, at)
      .map((each) => this.source.textOf(each))
      .join('');
    this.imports.push(from);
    for (const part of splitAtCommas(rest.slice(at + 1))) this.importName(from, part, block);
  };

  private importModule(part: readonly SyntaxNode[], block: BlockBuilder): void {
    const at = part.findIndex(({ name }) => name === 'as');
    const path = part
      .slice(0, at < 0 ? part.length : at)
      .map((each) => this.source.textOf(each))
      .join('');
    const alias = at < 0 ? undefined : part[at + 1];
    this.imports.push(path);
    const [top = path] = path.split('.');
    if (alias === undefined) block.bind(top, { kind: 'module', name: top, from: block });
    else block.bind(this.source.textOf(alias), { kind: 'module', name: path, from: block });
  }

  private importName(from: string, part: readonly SyntaxNode[], block: BlockBuilder): void {
    const names = part.filter(({ name }) => name === 'VariableName');
    const [name, alias = name] = names;
    if (name === undefined || alias === undefined) return;
    const what = this.source.textOf(name);
    // `from package import module` names a file as well.
    this.imports.push(`${from}${from.endsWith('.') ? '' : '.'}${what}`);
    block.bind(this.source.textOf(alias), {
      kind: 'member',
      of: { kind: 'module', name: from, from: block },
      name: what,
    });
  }

  private readonly statementReadings: ReadonlyMap<string, Reading> = new Map([
    ['AssignStatement', this.assign],
    ['UpdateStatement', this.update],
    ['FunctionDefinition', this.define],
    ['ClassDefinition', this.defineClass],
    ['DecoratedStatement', this.decorated],
    ['WithStatement', this.with],
    ['ForStatement', this.loop],
    ['IfStatement', this.branch],
    ['ReturnStatement', this.returned],
    ['ScopeStatement', this.scope],
    ['ImportStatement', this.import],
  ]);
}

const WITH_STATEMENTS = new Set([
  'Script',
  'Body',
  'StatementGroup',
  'ExpressionStatement',
  'TryStatement',
  'WhileStatement',
  'MatchStatement',
  'MatchBody',
  'MatchClause',
]);

/** Decorators that do not hand the function to anybody who would call it. */
const PLAIN_DECORATOR =
  /^@\s*(?:staticmethod|classmethod|property|abstractmethod|(?:abc\.)?abstractmethod|(?:functools\.)?(?:lru_cache|cache|cached_property|wraps)|\w+\.setter|dataclass|(?:tracer|logger|metrics|xray_recorder)\.\w+|retry|backoff\.\w+)\b/;
