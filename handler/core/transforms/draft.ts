import type { MapEntry, MapNode, NodePlace, ScalarNode, TemplateNode } from '#core/template/node';

/**
 * A piece of a template in the making: plain values, with nodes of the user's template inside.
 * Undefined entries are left out; a `Map` is for keys that come from the template.
 */
export type Draft = string | number | boolean | TemplateNode | readonly Draft[] | DraftMap | ReadonlyMap<string, Draft>;
export interface DraftMap {
  readonly [key: string]: Draft | undefined;
}

export function placeOf(node: TemplateNode): NodePlace {
  return node.place ?? { path: undefined, start: node.start };
}

/** Makes nodes of a draft. New nodes stand for the place of `at`; nodes that are in it keep their own. */
export function draftNode(draft: Draft, at: TemplateNode): TemplateNode {
  return toNode(draft, placeOf(at));
}

export function draftMap(entries: DraftMap | ReadonlyMap<string, Draft>, at: TemplateNode): MapNode {
  return toMap(entries, placeOf(at));
}

function toNode(draft: Draft, place: NodePlace): TemplateNode {
  if (typeof draft !== 'object') return scalar(draft, place);
  if (isNode(draft)) return draft;
  if (isList(draft)) {
    return { kind: 'seq', start: place.start, place, items: draft.map((item) => toNode(item, place)) };
  }
  return toMap(draft, place);
}

function toMap(draft: DraftMap | ReadonlyMap<string, Draft>, place: NodePlace): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [key, value] of entriesOfDraft(draft)) {
    if (value !== undefined) entries.set(key, { key: scalar(key, place), value: toNode(value, place) });
  }
  return { kind: 'map', start: place.start, place, entries };
}

function entriesOfDraft(draft: DraftMap | ReadonlyMap<string, Draft>): Iterable<readonly [string, Draft | undefined]> {
  return isDataMap(draft) ? draft : Object.entries(draft);
}

function isDataMap(draft: object): draft is ReadonlyMap<string, Draft> {
  return draft instanceof Map;
}

function scalar(value: string | number | boolean, place: NodePlace): ScalarNode {
  return { kind: 'scalar', start: place.start, place, text: String(value), value };
}

function isNode(draft: object): draft is TemplateNode {
  return 'kind' in draft && 'start' in draft;
}

function isList(draft: object): draft is readonly Draft[] {
  return Array.isArray(draft);
}

/** The map with some entries set or, where undefined, taken away; the others are kept. */
export function withEntries(node: MapNode, changes: DraftMap): MapNode {
  const entries = new Map(node.entries);
  const place = placeOf(node);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) entries.delete(key);
    else entries.set(key, { key: entries.get(key)?.key ?? scalar(key, place), value: toNode(value, place) });
  }
  return { ...node, entries };
}

/** Intrinsic functions, as drafts. */
export function ref(logicalId: string): Draft {
  return { Ref: logicalId };
}

export function getAtt(logicalId: string, attribute: string): Draft {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

export function sub(text: string, variables?: DraftMap): Draft {
  return { 'Fn::Sub': variables === undefined ? text : [text, variables] };
}
