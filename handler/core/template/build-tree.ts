import { EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import { plainScalar, spellLong, type Tag } from './intrinsic-tags';
import type { MapEntry, Problem, ScalarNode, TemplateNode } from './node';
import { parseText, TOO_LITTLE, type Event, type ParsedText } from './parse-events';

const MAX_DEPTH = 100;
const MAX_NODES = 200_000;
const MAX_ALIASES = 1_000;

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type CollectionEvent = Extract<Event, { type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE }>;

/** `weight` and `height` count an alias's target each time it is used, as a walker would meet it. */
interface Measured {
  readonly node: TemplateNode;
  readonly weight: number;
  readonly height: number;
}
interface Open {
  readonly kind: 'document' | 'map' | 'seq';
  readonly start: number;
  readonly tag: Tag | undefined;
  readonly anchor: string | undefined;
  readonly entries: Map<string, MapEntry>;
  readonly items: TemplateNode[];
  key: TemplateNode | undefined;
  weight: number;
  height: number;
}

export interface Tree {
  readonly documents: readonly TemplateNode[];
  /** INVARIANT: if one is fatal, the documents are not complete. */
  readonly problems: readonly Problem[];
}

/** Builds the documents of a YAML or JSON text; what cannot be read is a problem, never an exception. */
export function buildTree(source: string): Tree {
  const parsed = parseText(source, MAX_DEPTH);
  if ('reason' in parsed) return { documents: [], problems: [syntaxProblem(parsed.reason, parsed.start)] };
  const builder = new TreeBuilder(parsed);
  builder.takeAll();
  return builder;
}

function syntaxProblem(reason: string, start: number): Problem {
  if (reason.startsWith('nesting exceeded')) return tooDeep(start);
  if (reason !== TOO_LITTLE) return { message: `template cannot be parsed: ${reason}`, start, fatal: true };
  const message = 'template cannot be parsed: a bracket or quote is still open here';
  return { message, hint: 'close it before this line', start, fatal: true };
}

function tooDeep(start: number): Problem {
  return { message: `template is nested more than ${MAX_DEPTH} levels deep`, start, fatal: true };
}

class TreeBuilder implements Tree {
  readonly documents: TemplateNode[] = [];
  readonly problems: Problem[] = [];
  private readonly stack: Open[] = [];
  private readonly anchors = new Map<string, Measured>();
  private aliases = 0;
  private cursor = 0;

  private readonly source: string;

  constructor(private readonly parsed: ParsedText) {
    this.source = parsed.text;
  }

  takeAll(): void {
    for (const event of this.parsed.events) {
      this.take(event);
      if (this.problems.at(-1)?.fatal === true) return;
    }
  }

  private take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.anchors.clear();
        this.stack.push(opened('document', 0));
        return;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        this.open(event);
        return;
      case EVENT_ID.SCALAR:
        this.scalar(event);
        return;
      case EVENT_ID.ALIAS:
        this.alias(event.anchorStart, event.anchorEnd);
        return;
      case EVENT_ID.POP:
        this.close();
    }
  }

  private open(event: CollectionEvent): void {
    const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'seq';
    const tag = this.tagOf(event.tagStart, event.tagEnd);
    this.stack.push(
      opened(kind, this.parsed.original(event.start), { tag, anchor: this.cut(event.anchorStart, event.anchorEnd) }),
    );
  }

  private scalar(event: ScalarEvent): void {
    const text = getScalarValue(this.source, event);
    const plain = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
    const start = this.startOf(event);
    const node: ScalarNode = { kind: 'scalar', text, value: plain ? plainScalar(text) : text, start };
    this.cursor = Math.max(this.cursor, event.valueEnd, event.tagEnd);
    this.finish({ node, weight: 1, height: 1 }, this.tagOf(event.tagStart, event.tagEnd), event);
  }

  /** A value that is not there is where its key is. */
  private startOf(event: ScalarEvent): number {
    const key = event.valueStart < 0 ? this.stack.at(-1)?.key : undefined;
    return key?.start ?? this.parsed.original(this.valueStart(event));
  }

  /** Where a reader sees the value begin: at the quote, or at the `|` of a block. */
  private valueStart(event: ScalarEvent): number {
    const after = Math.max(this.cursor, event.tagEnd, event.anchorEnd);
    if (event.valueStart < 0) return after;
    switch (event.style) {
      case SCALAR_STYLE.SINGLE_QUOTED:
      case SCALAR_STYLE.DOUBLE_QUOTED:
        return event.valueStart - 1;
      case SCALAR_STYLE.LITERAL_BLOCK:
        return this.sign('|', after, event.valueStart);
      case SCALAR_STYLE.FOLDED_BLOCK:
        return this.sign('>', after, event.valueStart);
      case SCALAR_STYLE.PLAIN:
        return event.valueStart;
    }
  }

  private sign(sign: string, from: number, to: number): number {
    const at = this.source.indexOf(sign, from);
    return at < 0 || at > to ? to : at;
  }

  private alias(from: number, to: number): void {
    const name = this.source.slice(from, to);
    const start = this.parsed.original(from - 1);
    const target = this.anchors.get(name); // set when the node closed, so that an alias cannot hold itself
    this.aliases += 1;
    if (target === undefined) this.fail(`alias \`*${shorten(name)}\` names no anchor before it`, start);
    else if (this.aliases > MAX_ALIASES) this.fail(`template has more than ${MAX_ALIASES} YAML aliases`, start);
    else if (this.stack.length + target.height > MAX_DEPTH) this.problems.push(tooDeep(start));
    else this.attach(target);
  }

  private close(): void {
    const top = this.stack.pop();
    if (top === undefined || top.kind === 'document') return;
    const { start, entries, items, weight, height } = top;
    const node: TemplateNode = top.kind === 'map' ? { kind: 'map', start, entries } : { kind: 'seq', start, items };
    this.finish({ node, weight: weight + 1, height: height + 1 }, top.tag, top.anchor);
  }

  private finish(
    bare: Measured,
    tag: Tag | undefined,
    anchor: string | undefined | { readonly anchorStart: number; readonly anchorEnd: number },
  ): void {
    const name = typeof anchor === 'object' ? this.cut(anchor.anchorStart, anchor.anchorEnd) : anchor;
    const measured = tag === undefined ? bare : this.spell(bare, tag);
    if (name !== undefined) this.anchors.set(name, measured);
    this.attach(measured);
  }

  private spell(bare: Measured, tag: Tag): Measured {
    const { node, complaint } = spellLong(tag, bare.node);
    if (complaint !== undefined) this.problems.push({ message: complaint, start: tag.start, fatal: false });
    return { node, weight: bare.weight + 1, height: bare.height + 1 };
  }

  private attach({ node, weight, height }: Measured): void {
    const top = this.stack.at(-1);
    if (top === undefined || top.kind === 'document') {
      this.documents.push(node);
      return;
    }
    top.weight += weight;
    top.height = Math.max(top.height, height);
    if (top.weight > MAX_NODES) this.fail(`template expands to more than ${MAX_NODES} nodes`, top.start);
    else if (top.kind === 'seq') top.items.push(node);
    else if (top.key === undefined) top.key = node;
    else this.addEntry(top, top.key, node);
  }

  private addEntry(map: Open, key: TemplateNode, value: TemplateNode): void {
    map.key = undefined;
    if (key.kind !== 'scalar') {
      this.problems.push({ message: 'mapping key is not a string', start: key.start, fatal: false });
      return;
    }
    const before = map.entries.get(key.text);
    if (before !== undefined) this.problems.push(duplicateKey(key));
    if (key.text === '<<') this.problems.push(mergeKey(key));
    map.entries.set(key.text, { key, value });
  }

  private fail(message: string, start: number): void {
    this.problems.push({ message, start, fatal: true });
  }

  private cut(from: number, to: number): string | undefined {
    return from < 0 ? undefined : this.source.slice(from, to);
  }

  private tagOf(from: number, to: number): Tag | undefined {
    return from < 0 ? undefined : { text: this.source.slice(from, to), start: this.parsed.original(from) };
  }
}

/** A list has none. */
const NO_ENTRIES = new Map<string, MapEntry>();

function opened(
  kind: Open['kind'],
  start: number,
  { tag, anchor }: { readonly tag?: Tag | undefined; readonly anchor?: string | undefined } = {},
): Open {
  return {
    kind,
    start,
    tag,
    anchor,
    entries: kind === 'map' ? new Map<string, MapEntry>() : NO_ENTRIES,
    items: [],
    key: undefined,
    weight: 0,
    height: 0,
  };
}

function duplicateKey(key: ScalarNode): Problem {
  return {
    message: `key \`${shorten(key.text)}\` is there twice, the last one counts`,
    hint: 'remove one of them',
    start: key.start,
    fatal: false,
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html */
function mergeKey(key: ScalarNode): Problem {
  return {
    message: 'merge key `<<` is not merged: CloudFormation does not support YAML hash merges',
    hint: 'write the keys out',
    start: key.start,
    fatal: false,
  };
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
