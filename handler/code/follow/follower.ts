import type { CodeInput, CodeText, CodeTextPart } from '#core/model/sdk-call';
import {
  NO_ENTRIES,
  type Block,
  type CallExpression,
  type Expression,
  type Module,
  type RecordExpression,
} from '../expression';
import type { ModuleFinder } from './modules';
import { UNKNOWN_THING, type Thing } from './thing';

/** What a call gives, where an SDK knows. */
export type CallValue = (callee: Thing, call: CallExpression, follower: Follower) => Thing | undefined;

const MAX_DEPTH = 60;
const MAX_INPUT_DEPTH = 6;
const MAX_ENTRIES = 60;
/** What names a resource is shorter, and has fewer parts. */
const MAX_LENGTH = 4_096;
const MAX_PARTS = 40;

/**
 * Follows names, members and calls to what they stand for. What has several values, or one that is not known here, is
 * unknown: nothing is guessed.
 */
export class Follower {
  private readonly known = new Map<Expression, Thing>();
  private depth = 0;

  constructor(
    private readonly modules: ModuleFinder,
    private readonly callValue: CallValue,
  ) {}

  thingOf(expression: Expression): Thing {
    const known = this.known.get(expression);
    if (known !== undefined) return known;
    if (this.depth > MAX_DEPTH) return UNKNOWN_THING;
    // Whoever asks for it while it is followed goes round in a circle.
    this.known.set(expression, UNKNOWN_THING);
    this.depth += 1;
    const found = this.follow(expression);
    this.depth -= 1;
    this.known.set(expression, found);
    return found;
  }

  textOf(expression: Expression | undefined): CodeText | undefined {
    const thing = expression === undefined ? UNKNOWN_THING : this.thingOf(expression);
    return thing.kind === 'text' ? thing.text : undefined;
  }

  /** A text without environment variables in it. */
  literalOf(expression: Expression | undefined): string | undefined {
    const [first = '', ...more] = this.textOf(expression) ?? [undefined];
    return typeof first === 'string' && more.length === 0 ? first : undefined;
  }

  private follow(expression: Expression): Thing {
    switch (expression.kind) {
      case 'text':
        return { kind: 'text', text: [expression.value] };
      case 'joined':
        return this.joined(expression.parts);
      case 'either':
        return this.either(expression.options);
      case 'name':
        return this.named(expression.name, expression.scope);
      case 'member':
        return this.memberOf(expression.of, expression.name);
      case 'index':
        return this.indexOf(this.thingOf(expression.of), expression.key);
      case 'record':
        return { kind: 'record', record: expression, mayGrow: false };
      case 'list':
        return { kind: 'list', items: expression.items, mayGrow: expression.isOpen };
      case 'call':
        return this.called(expression);
      case 'module':
        return this.modules.named(expression.name, expression.from);
      case 'function':
        return { kind: 'function', block: expression.block };
      case 'nothing':
        return { kind: 'nothing' };
      case 'own':
      case 'unknown':
        return UNKNOWN_THING;
    }
  }

  private joined(parts: readonly Expression[]): Thing {
    const texts = parts.map((part) => this.textOf(part));
    const known = texts.filter((text) => text !== undefined).flat();
    const isLong = known.length > MAX_PARTS || known.reduce((sum, part) => sum + lengthOf(part), 0) > MAX_LENGTH;
    return isLong || texts.includes(undefined) ? UNKNOWN_THING : { kind: 'text', text: mergeParts(known) };
  }

  /** The first option that is set; of a variable, the second says what holds where it is not. */
  private either(options: readonly Expression[]): Thing {
    const [first, second] = options.map((option) => this.thingOf(option));
    if (first === undefined || first.kind === 'unknown') return UNKNOWN_THING;
    if (first.kind === 'nothing') return second ?? UNKNOWN_THING;
    const [part, ...more] = first.kind === 'text' ? first.text : [];
    if (part === undefined || typeof part === 'string' || more.length > 0) return first;
    const otherwise = second?.kind === 'text' && second.text.length === 1 ? second.text[0] : undefined;
    return typeof otherwise === 'string' ? { kind: 'text', text: [{ ...part, otherwise }] } : first;
  }

  private named(name: string, scope: Block): Thing {
    for (let block: Block | undefined = scope; block !== undefined; block = block.parent) {
      const bound = block.bindings.get(name);
      if (bound !== undefined) return this.agreed(bound);
    }
    return { kind: 'global', name };
  }

  /** What all values of a name have in common; that it is nothing at first does not count. */
  private agreed(values: readonly Expression[]): Thing {
    const [first, ...more] = values.filter(({ kind }) => kind !== 'nothing').map((value) => this.thingOf(value));
    if (first === undefined) return { kind: 'nothing' };
    if (more.length === 0) return mayGrow(first);
    const key = keyOf(first);
    return key !== undefined && more.every((each) => keyOf(each) === key) ? first : UNKNOWN_THING;
  }

  private memberOf(of: Expression, name: string): Thing {
    if (of.kind !== 'own') return this.member(this.thingOf(of), name);
    for (let block: Block | undefined = of.scope; block !== undefined; block = block.parent) {
      if (block.kind !== 'class') continue;
      const values = [...(block.fields.get(name) ?? []), ...(block.bindings.get(name) ?? [])];
      return values.length === 0 ? UNKNOWN_THING : this.agreed(values);
    }
    return UNKNOWN_THING;
  }

  private member(of: Thing, name: string): Thing {
    switch (of.kind) {
      case 'environment':
        return METHODS_OF_ENVIRONMENT.has(name) ? { kind: 'bound', of, name } : variable(name);
      case 'global':
        return of.name === 'process' && name === 'env' ? { kind: 'environment' } : UNKNOWN_THING;
      case 'export':
        return this.exported(of.module, [...of.path, name]);
      case 'file':
        return this.ofFile(of.module, name);
      case 'record':
        return this.entryOf(of.record, name);
      case 'unknown':
      case 'nothing':
        return UNKNOWN_THING;
      default:
        return { kind: 'bound', of, name };
    }
  }

  private exported(module: string, path: readonly string[]): Thing {
    const name = [module.replace(/^node:/, ''), ...path].join('.');
    if (name === 'os.environ' || name === 'process.env') return { kind: 'environment' };
    return this.modules.file(name) ?? { kind: 'export', module, path };
  }

  private ofFile(module: Module, name: string): Thing {
    const value = module.exports.get(name);
    if (value !== undefined) return this.thingOf(value);
    return this.modules.within(module, name) ?? UNKNOWN_THING;
  }

  private indexOf(of: Thing, key: Expression): Thing {
    const name = this.literalOf(key);
    if (name === undefined) return UNKNOWN_THING;
    if (of.kind === 'environment') return variable(name);
    return of.kind === 'record' ? this.entryOf(of.record, name) : UNKNOWN_THING;
  }

  private entryOf(record: RecordExpression, name: string): Thing {
    const entry = record.entries.findLast(({ key }) => key.kind === 'text' && key.value === name);
    return entry === undefined || record.spreads.length > 0 ? UNKNOWN_THING : this.thingOf(entry.value);
  }

  private called(call: CallExpression): Thing {
    const callee = this.thingOf(call.callee);
    const [first, second] = call.positional;
    if (readsVariable(callee) && first !== undefined)
      return this.either([{ kind: 'index', of: ENVIRONMENT, key: first }, second ?? { kind: 'nothing' }]);
    if (callee.kind === 'global' && callee.name === 'dict' && call.positional.length === 0)
      return { kind: 'record', record: call.named, mayGrow: false };
    if (callee.kind === 'function') {
      const [only, ...more] = callee.block.returns;
      return only === undefined || more.length > 0 ? UNKNOWN_THING : this.thingOf(only);
    }
    return this.callValue(callee, call, this) ?? UNKNOWN_THING;
  }

  /** What a call is handed, with the names in it followed. */
  inputOf(expression: Expression, depth = 0): CodeInput {
    const thing = depth > MAX_INPUT_DEPTH ? UNKNOWN_THING : this.thingOf(expression);
    switch (thing.kind) {
      case 'text':
        return { kind: 'text', text: thing.text };
      case 'record': {
        const { entries, isWhole } = this.entriesOf(thing.record);
        const read = entries.slice(0, MAX_ENTRIES).flatMap(({ key, value }) => {
          const name = this.textOf(key);
          return name === undefined ? [] : [{ key: name, value: this.inputOf(value, depth + 1) }];
        });
        return { kind: 'record', entries: read, isOpen: thing.mayGrow || !isWhole || read.length < entries.length };
      }
      case 'list': {
        const items = thing.items.slice(0, MAX_ENTRIES).map((item) => this.inputOf(item, depth + 1));
        return { kind: 'list', items, isOpen: thing.mayGrow || items.length < thing.items.length };
      }
      default:
        return { kind: 'unknown' };
    }
  }

  /** Entries with those that are taken over from other records. */
  private entriesOf({ entries, spreads }: RecordExpression): {
    readonly entries: RecordExpression['entries'];
    readonly isWhole: boolean;
  } {
    const taken = spreads.map((spread) => this.thingOf(spread));
    const records = taken.flatMap((thing) => (thing.kind === 'record' ? [thing] : []));
    const inner = records.map(({ record }) => record).filter(({ spreads: more }) => more.length === 0);
    const mayGrow = records.some((each) => each.mayGrow);
    return {
      entries: [...inner.flatMap((record) => record.entries), ...entries],
      isWhole: inner.length === spreads.length && !mayGrow,
    };
  }

  /** The record that an argument is, or leads to. */
  recordOf(expression: Expression | undefined): RecordExpression | undefined {
    if (expression === undefined) return NO_ENTRIES;
    const thing = this.thingOf(expression);
    if (thing.kind !== 'record') return undefined;
    return thing.mayGrow ? { ...thing.record, spreads: [...thing.record.spreads, UNKNOWN_EXPRESSION] } : thing.record;
  }
}

const UNKNOWN_EXPRESSION: Expression = { kind: 'unknown' };
const ENVIRONMENT: Expression = {
  kind: 'member',
  of: { kind: 'module', name: 'os', from: emptyBlock() },
  name: 'environ',
};
const METHODS_OF_ENVIRONMENT = new Set(['get', 'setdefault', 'pop']);

function emptyBlock(): Block {
  const none = new Map<string, readonly Expression[]>();
  return {
    kind: 'module',
    name: undefined,
    parent: undefined,
    bindings: none,
    fields: none,
    children: [],
    calls: [],
    returns: [],
    mentions: new Set(),
    isRegistered: false,
    isHandover: false,
  };
}

function variable(name: string): Thing {
  return { kind: 'text', text: [{ variable: name }] };
}

/** `os.environ.get`, `os.getenv`. */
function readsVariable(callee: Thing): boolean {
  if (callee.kind === 'bound') return callee.of.kind === 'environment' && callee.name === 'get';
  return callee.kind === 'export' && callee.module === 'os' && callee.path[0] === 'getenv';
}

/** A record that has a name may get entries later. */
function mayGrow(thing: Thing): Thing {
  return thing.kind === 'record' || thing.kind === 'list' ? { ...thing, mayGrow: true } : thing;
}

/** Equal for things that are the same whichever of them is used. */
function keyOf(thing: Thing): string | undefined {
  switch (thing.kind) {
    case 'text':
    case 'client':
    case 'session':
      return JSON.stringify(thing);
    case 'export':
      return `${thing.module} ${thing.path.join('.')}`;
    default:
      return undefined;
  }
}

function lengthOf(part: CodeTextPart): number {
  return typeof part === 'string' ? part.length : 0;
}

function mergeParts(parts: readonly CodeTextPart[]): CodeText {
  const merged: CodeTextPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return merged.length === 0 ? [''] : merged;
}
