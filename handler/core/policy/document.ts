import type { Origin } from '#core/value/origin';
import type { Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';

/** A parsed policy document. What AWS would reject is kept in `problems`, what cannot be read in `unknowns`. */
export interface PolicyDocument {
  readonly version: '2008-10-17' | '2012-10-17' | 'unknown';
  readonly statements: readonly Statement[];
  readonly problems: readonly PolicyProblem[];
  /** Statements that may exist beside the parsed ones. INVARIANT: not empty ⇒ the document may allow and deny more than it shows. */
  readonly unknowns: readonly UnknownReason[];
  readonly origin: Origin;
  /** The name a reader knows it by: `Policies[0]`, `AWSLambdaBasicExecutionRole`, `bucket policy of \`Data\``. */
  readonly label: string;
}

export interface PolicyProblem {
  readonly message: string;
  readonly origin: Origin;
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  readonly principals: PrincipalElement | undefined;
  readonly actions: ListElement | undefined;
  readonly resources: ListElement | undefined;
  readonly conditions: readonly Condition[];
  /** Parts that cannot be read (a whole element is unknown): the statement may apply to anything its readable parts permit. */
  readonly unknowns: readonly UnknownReason[];
  readonly origin: Origin;
}

/** `Action`/`NotAction` or `Resource`/`NotResource`; a pattern is text with IAM's wildcards in it. */
export interface ListElement {
  readonly negated: boolean;
  readonly patterns: readonly Pattern[];
}
export interface Pattern {
  readonly text: Text;
  readonly origin: Origin;
}

export interface PrincipalElement {
  readonly negated: boolean;
  readonly principals: readonly PrincipalPattern[];
}
export interface PrincipalPattern {
  readonly type: 'any' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | 'unknown';
  readonly text: Text;
  readonly origin: Origin;
}

/** One operator with one key: `{"StringEquals": {"aws:SourceAccount": […]}}`. All of a statement must hold. */
export interface Condition {
  /** As written, e.g. `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Text[] | UnknownReason;
  readonly origin: Origin;
}
