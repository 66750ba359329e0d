import type { MapNode, Problem } from './node';

/** A template as written: parsed, not resolved. */
export interface Template {
  readonly source: string;
  readonly root: MapNode;
  readonly problems: readonly Problem[];
}

export interface Position {
  /** 1-based, as editors count. */
  readonly line: number;
  readonly column: number;
}
