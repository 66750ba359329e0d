import type { Condition, PolicyDocument, Statement } from '#core/policy/document';
import type { Truth } from '#core/value/truth';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { LayerName } from './request';

export type Outcome = 'allow' | 'explicit-deny' | 'implicit-deny' | 'unknown';

export interface Decision {
  readonly outcome: Outcome;
  readonly layers: readonly LayerResult[];
  /** What would settle an `unknown` outcome; empty for the others. */
  readonly unknowns: readonly UnknownReason[];
  /** The layer that decided a denial: the one with the deny, or the first required one that does not allow. */
  readonly decidedBy: LayerName | undefined;
  /** For a denial, the statement of that layer that came nearest to the needed answer. */
  readonly closest: NearMiss | undefined;
}

export interface LayerResult {
  readonly layer: LayerName;
  readonly denies: Truth;
  readonly allows: Truth;
  /** Must this layer allow for the request to succeed? `unknown` where it hangs on an account that is not known. */
  readonly required: Truth;
  /** Statements that decided (a matching deny; else matching allows), or may have. */
  readonly because: readonly StatementRef[];
}

export interface StatementRef {
  readonly policy: PolicyDocument;
  readonly statement: Statement;
  readonly applies: Truth;
}

/** An allow statement that does not apply, and the one part of it that does not fit. */
export interface NearMiss extends StatementRef {
  readonly miss: Miss;
}
export type Miss =
  | { readonly kind: 'action' }
  | { readonly kind: 'resource' }
  | { readonly kind: 'principal' }
  | { readonly kind: 'condition'; readonly condition: Condition }
  /** Applies, but as a grant to the account (root), which only lets identity policies decide. */
  | { readonly kind: 'delegates-only' };
