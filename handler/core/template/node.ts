import type { PathLink } from '#core/value/origin';

export type Scalar = string | number | boolean | null;

interface NodeBase {
  /** Offset in the source text, in UTF-16 units. */
  readonly start: number;
  /**
   * Set on nodes that a transform made: the place in the user's template they stand for.
   * The children of such a node have their own places, or are reported at this one.
   */
  readonly place?: NodePlace;
}
export interface NodePlace {
  readonly path: PathLink | undefined;
  readonly start: number;
}
/** `text` is the raw spelling (`012345678901`, `2012-10-17`), `value` what YAML's core schema makes of it. */
export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
  readonly value: Scalar;
}
export interface SeqNode extends NodeBase {
  readonly kind: 'seq';
  readonly items: readonly TemplateNode[];
}
export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: TemplateNode;
}
/** INVARIANT: short intrinsic forms are already spelt long: `!Sub x` is `{ "Fn::Sub": x }`. */
export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
}
export type TemplateNode = ScalarNode | SeqNode | MapNode;

/** Something wrong with the text itself; `fatal` if nothing can be judged. */
export interface Problem {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly fatal: boolean;
}
