/** An expression of Python or JavaScript, as far as calls of an SDK can hang on it. */
export type Expression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'joined'; readonly parts: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string; readonly scope: Block }
  /** `this`, `self`. */
  | { readonly kind: 'own'; readonly scope: Block }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  | CallExpression
  | RecordExpression
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly isOpen: boolean }
  /** `a || b`: the first that is set. */
  | { readonly kind: 'either'; readonly options: readonly Expression[] }
  /** `None`, `null`. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'function'; readonly block: Block }
  /** Of the language or a package, or a file beside this one. */
  | { readonly kind: 'module'; readonly name: string; readonly from: Block }
  | { readonly kind: 'unknown' };

export interface CallExpression {
  readonly kind: 'call';
  readonly isNew: boolean;
  readonly callee: Expression;
  readonly positional: readonly Expression[];
  /** Arguments by name; of JavaScript none. */
  readonly named: RecordExpression;
  readonly start: number;
}

export interface RecordExpression {
  readonly kind: 'record';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
  /** Records whose entries are taken over. */
  readonly spreads: readonly Expression[];
}

export const UNKNOWN: Expression = { kind: 'unknown' };
export const NO_ENTRIES: RecordExpression = { kind: 'record', entries: [], spreads: [] };

/** A module, class or function: names mean the same everywhere in it. */
export interface Block {
  readonly kind: 'module' | 'class' | 'function' | 'inner';
  /** Undefined: it runs with what is around it. */
  readonly name: string | undefined;
  readonly parent: Block | undefined;
  readonly bindings: ReadonlyMap<string, readonly Expression[]>;
  /** What is assigned to members of `this` or `self`; of classes. */
  readonly fields: ReadonlyMap<string, readonly Expression[]>;
  readonly children: readonly Block[];
  readonly calls: readonly CallExpression[];
  readonly returns: readonly Expression[];
  /** Names that stand in it, its own and those of members. */
  readonly mentions: ReadonlySet<string>;
  /** Something else runs it, such as a decorator that it is registered with. */
  readonly isRegistered: boolean;
  /** What stands in it is only handed on, as in a list of what a file exports. */
  readonly isHandover: boolean;
}

/** A file of code. */
export interface Module {
  /** Relative to the root of the code: `src/app.py`. */
  readonly file: string;
  readonly language: 'python' | 'javascript';
  readonly source: string;
  readonly root: Block;
  /** By the name under which other files know them. */
  readonly exports: ReadonlyMap<string, Expression>;
  /** Modules it imports, as it names them. */
  readonly imports: readonly string[];
}
