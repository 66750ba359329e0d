import type { Block, CallExpression, Expression } from './expression';

/** A block while it is read. */
export class BlockBuilder implements Block {
  readonly bindings = new Map<string, Expression[]>();
  readonly fields = new Map<string, Expression[]>();
  readonly children: BlockBuilder[] = [];
  readonly calls: CallExpression[] = [];
  readonly returns: Expression[] = [];
  readonly mentions = new Set<string>();
  /** Names that belong to the module, whatever is assigned to them here. */
  readonly globals = new Set<string>();
  isRegistered = false;
  isHandover = false;

  constructor(
    readonly kind: Block['kind'],
    readonly name: string | undefined,
    readonly parent: BlockBuilder | undefined,
  ) {
    parent?.children.push(this);
  }

  bind(name: string, value: Expression): void {
    push(this.globals.has(name) ? this.module().bindings : this.bindings, name, value);
  }

  /** Assigns to a name that may be declared further out. */
  assign(name: string, value: Expression): void {
    push(this.declaring(name)?.bindings ?? this.bindings, name, value);
  }

  bindField(name: string, value: Expression): void {
    push((this.enclosing('class') ?? this).fields, name, value);
  }

  module(): BlockBuilder {
    return this.parent === undefined ? this : this.parent.module();
  }

  /** The nearest block of the kind, this one included. */
  enclosing(kind: Block['kind']): BlockBuilder | undefined {
    return this.kind === kind ? this : this.parent?.enclosing(kind);
  }

  private declaring(name: string): BlockBuilder | undefined {
    return this.bindings.has(name) ? this : this.parent?.declaring(name);
  }
}

function push(map: Map<string, Expression[]>, name: string, value: Expression): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [value]);
  else known.push(value);
}
