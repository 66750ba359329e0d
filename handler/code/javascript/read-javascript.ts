import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import { BlockBuilder } from '../block-builder';
import { UNKNOWN, type Expression, type Module } from '../expression';
import { MAX_DEPTH, Source } from '../syntax';
import type { Spot } from '../expression-reader';
import { JavaScriptExpressions } from './javascript-expressions';

/** Reads a file of JavaScript or TypeScript; what is wrong with its syntax is left out. */
export function readJavaScript(file: string, text: string): Module {
  const reader = new JavaScriptReader(new Source(text));
  const root = new BlockBuilder('module', undefined, undefined);
  const dialect = file.endsWith('.ts') ? 'ts' : 'jsx';
  reader.statements(parser.configure({ dialect }).parse(text).topNode, { block: root, depth: 0 });
  return { file, language: 'javascript', source: text, root, exports: reader.exports, imports: reader.imports };
}

type Reading = (node: SyntaxNode, spot: Spot) => void;

class JavaScriptReader extends JavaScriptExpressions {
  readonly exports = new Map<string, Expression>();
  private isExporting = false;

  override statements(node: SyntaxNode, spot: Spot): void {
    if (spot.depth > MAX_DEPTH) return;
    for (const child of this.source.childrenOf(node)) this.statement(child, { ...spot, depth: spot.depth + 1 });
  }

  private statement(node: SyntaxNode, spot: Spot): void {
    const reading = this.statementReadings.get(node.name);
    if (reading !== undefined) reading(node, spot);
    else if (node.name.endsWith('Statement')) this.parts(node, spot);
    else if (!node.name.startsWith('Type') && node.name !== 'InterfaceDeclaration') this.read(node, spot);
  }

  /** Names that are declared in braces are the braces' own. */
  private readonly braces: Reading = (node, { block, depth }) => {
    this.statements(node, { block: new BlockBuilder('inner', undefined, block), depth });
  };

  private parts(node: SyntaxNode, spot: Spot): void {
    const isScript = node.name === 'IfStatement' && /^\(\s*require\.main\b/.test(this.testOf(node));
    // What runs only where the file is the program never runs in Lambda.
    if (!isScript) this.statements(node, spot);
  }

  private testOf(node: SyntaxNode): string {
    const test = node.getChild('ParenthesizedExpression');
    return test === null ? '' : this.source.textOf(test);
  }

  private readonly declare: Reading = (node, spot) => {
    const isExported = this.isExporting;
    this.isExporting = false;
    const children = this.source.childrenOf(node).filter(({ name }) => name !== 'TypeAnnotation');
    for (const [index, child] of children.entries()) {
      const isTarget = child.name === 'VariableDefinition' || child.name.endsWith('Pattern');
      if (!isTarget) continue;
      const value = children[index + 1]?.name === 'Equals' ? children[index + 2] : undefined;
      const isName = child.name === 'VariableDefinition';
      const name = isName ? this.source.textOf(child) : '';
      const at = isExported && isName ? this.exportSpot(name, spot) : spot;
      const read = value === undefined ? NOTHING : this.readNamed(name, value, at);
      this.bindPattern(child, read, spot);
    }
  };

  private bindPattern(target: SyntaxNode, value: Expression, spot: Spot): void {
    if (target.name === 'VariableDefinition') spot.block.bind(this.source.textOf(target), value);
    else if (target.name === 'ObjectPattern')
      for (const each of target.getChildren('PatternProperty')) this.bindProperty(each, value, spot);
    else for (const each of this.source.childrenOf(target)) if (isTarget(each)) this.bindPattern(each, UNKNOWN, spot);
  }

  private bindProperty(node: SyntaxNode, value: Expression, spot: Spot): void {
    const [first, second, ...more] = this.source.childrenOf(node);
    if (first === undefined) return;
    if (first.name === 'Spread' || first.name === '[') {
      for (const each of [second, ...more])
        if (each !== undefined && isTarget(each)) this.bindPattern(each, UNKNOWN, spot);
      return;
    }
    const rest = [second, ...more].filter((each) => each !== undefined);
    const target = second?.name === ':' ? rest[1] : first;
    const fallback = rest.findIndex(({ name }) => name === 'Equals');
    const taken: Expression = { kind: 'member', of: value, name: this.source.textOf(first) };
    const otherwise = fallback < 0 ? undefined : rest[fallback + 1];
    if (target === undefined) return;
    this.bindPattern(
      target,
      otherwise === undefined ? taken : { kind: 'either', options: [taken, this.read(otherwise, spot)] },
      spot,
    );
  }

  override assign(target: SyntaxNode, value: Expression, spot: Spot): void {
    if (target.name === 'VariableName') spot.block.assign(this.source.textOf(target), value);
    else if (target.name === 'MemberExpression') this.assignMember(target, value, spot);
    else this.bindPattern(target, value, spot);
  }

  private assignMember(target: SyntaxNode, value: Expression, spot: Spot): void {
    const [object, mark, what] = this.source.childrenOf(target);
    const written = object === undefined ? '' : this.source.textOf(object);
    const name = what === undefined ? '' : this.source.textOf(what);
    if (written === 'this' && mark?.name === '.') spot.block.bindField(name, value);
    else if (/^(?:module\.)?exports$/.test(written) && name !== 'exports') this.exports.set(name, value);
    else if (written === 'module' && name === 'exports') this.exportAll(value);
    else this.read(target, spot);
  }

  private exportAll(value: Expression): void {
    this.exports.set('default', value);
    if (value.kind !== 'record') return;
    for (const { key, value: each } of value.entries) if (key.kind === 'text') this.exports.set(key.value, each);
  }

  private readonly define: Reading = (node, spot) => {
    const nameNode = node.getChild('VariableDefinition');
    const name = nameNode === null ? undefined : this.source.textOf(nameNode);
    const read = this.functionOf(name, this.source.childrenOf(node), spot);
    if (name !== undefined) spot.block.bind(name, read);
  };

  override defineClass(node: SyntaxNode, { block, depth }: Spot): void {
    const nameNode = node.getChild('VariableDefinition');
    const name = nameNode === null ? undefined : this.source.textOf(nameNode);
    const inner = new BlockBuilder('class', name, block);
    if (name !== undefined) block.bind(name, UNKNOWN);
    const body = node.getChild('ClassBody');
    for (const child of body === null ? [] : this.source.childrenOf(body))
      this.classMember(child, { block: inner, depth: depth + 1 });
  }

  private classMember(node: SyntaxNode, spot: Spot): void {
    const children = this.source.childrenOf(node);
    const nameNode = children.find(({ name }) => name.endsWith('PropertyDefinition'));
    const name = nameNode === undefined ? '' : this.source.textOf(nameNode);
    if (node.name === 'MethodDeclaration') {
      this.functionOf(name, children, spot);
      return;
    }
    const at = children.findIndex((each) => each.name === 'Equals');
    const value = at < 0 ? undefined : children[at + 1];
    if (value !== undefined) spot.block.bindField(name, this.readNamed(name, value, spot));
  }

  private readonly exported: Reading = (node, spot) => {
    const group = node.getChild('ExportGroup');
    const children = this.source.childrenOf(node);
    if (group !== null) this.exportGroup(group, spot);
    else if (node.getChild('default') !== null) this.exportDefault(children, spot);
    else for (const child of children) this.exportDeclaration(child, spot);
  };

  private exportGroup(group: SyntaxNode, { block }: Spot): void {
    const names = this.source.childrenOf(group);
    for (const [index, each] of names.entries()) {
      if (each.name !== 'VariableName' || names[index - 1]?.name === 'as') continue;
      const alias = names[index + 1]?.name === 'as' ? names[index + 2] : each;
      if (alias !== undefined)
        this.exports.set(this.source.textOf(alias), { kind: 'name', name: this.source.textOf(each), scope: block });
    }
  }

  private exportDefault(children: readonly SyntaxNode[], spot: Spot): void {
    const value = children.find(({ name }) => !/^(?:export|default|;)$/.test(name));
    if (value === undefined) return;
    if (value.name === 'FunctionDeclaration' || value.name === 'ClassDeclaration') this.statement(value, spot);
    const named = value.getChild('VariableDefinition');
    const isFunction = value.name === 'FunctionDeclaration';
    if (isFunction && named !== null)
      this.exports.set('default', { kind: 'name', name: this.source.textOf(named), scope: spot.block });
    else if (value.name !== 'ClassDeclaration' && !isFunction)
      this.exports.set('default', this.readNamed('default', value, spot));
  }

  private exportDeclaration(node: SyntaxNode, spot: Spot): void {
    if (node.name === 'export' || node.name === ';') return;
    const before = new Set(spot.block.bindings.keys());
    this.isExporting = node.name === 'VariableDeclaration';
    this.statement(node, spot);
    this.isExporting = false;
    for (const name of spot.block.bindings.keys())
      if (!before.has(name)) this.exports.set(name, { kind: 'name', name, scope: spot.block });
  }

  private readonly import: Reading = (node, { block }) => {
    const path = node.getChild('String');
    if (path === null || node.getChild('type') !== null) return;
    const module = this.moduleNamed(this.source.textOf(path).slice(1, -1), block);
    for (const child of this.source.childrenOf(node)) {
      if (child.name === 'VariableDefinition') block.bind(this.source.textOf(child), module);
      if (child.name === 'ImportGroup') this.importGroup(child, module, block);
    }
  };

  /** `{ A as B, C }`. */
  private importGroup(group: SyntaxNode, of: Expression, block: BlockBuilder): void {
    const nodes = this.source.childrenOf(group);
    for (const [index, node] of nodes.entries()) {
      if (node.name !== 'VariableDefinition') continue;
      const original = nodes[index - 1]?.name === 'as' ? nodes[index - 2] : node;
      if (original !== undefined)
        block.bind(this.source.textOf(node), { kind: 'member', of, name: this.source.textOf(original) });
    }
  }

  private readonly returned: Reading = (node, spot) => {
    const [, value] = this.source.childrenOf(node);
    if (value === undefined || value.name === ';') return;
    (spot.block.enclosing('function') ?? spot.block).returns.push(this.read(value, spot));
  };

  private readonly loop: Reading = (node, { block, depth }) => {
    const inner = { block: new BlockBuilder('inner', undefined, block), depth };
    const children = this.source.childrenOf(node);
    for (const child of children) {
      if (child.name.startsWith('For')) this.loopOver(child, inner);
      else this.statement(child, inner);
    }
  };

  private loopOver(node: SyntaxNode, spot: Spot): void {
    for (const part of this.source.childrenOf(node)) {
      if (isTarget(part)) this.bindPattern(part, UNKNOWN, spot);
      else this.statement(part, spot);
    }
  }

  private readonly statementReadings: ReadonlyMap<string, Reading> = new Map([
    ['Block', this.braces],
    ['SwitchBody', this.braces],
    ['VariableDeclaration', this.declare],
    ['FunctionDeclaration', this.define],
    [
      'ClassDeclaration',
      (node: SyntaxNode, spot: Spot) => {
        this.defineClass(node, spot);
      },
    ],
    ['ExportDeclaration', this.exported],
    ['ImportDeclaration', this.import],
    ['ReturnStatement', this.returned],
    ['ForStatement', this.loop],
  ]);
}

const NOTHING: Expression = { kind: 'nothing' };

function isTarget({ name }: SyntaxNode): boolean {
  return name === 'VariableDefinition' || name.endsWith('Pattern');
}
