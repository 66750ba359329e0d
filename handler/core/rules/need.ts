import type { AnyFunction, Resource, Role } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import type { Origin } from '#core/value/origin';
import type { Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';

/** A required access: who must be able to do what to which resource, and how the template shows it. */
export interface Need {
  readonly rule: string;
  readonly principal: PrincipalRef;
  /** `service:Name`. */
  readonly action: string;
  /** Actions that would do as well, where the template does not say which one is used: one of them allowed meets the need. */
  readonly orActions?: readonly string[];
  /** Other accesses that would do as well: one of them allowed meets the need. */
  readonly orNeeds?: readonly Need[];
  /** What no policy of the template shows may allow it all the same, such as a grant of a key: only an explicit deny is then sure. */
  readonly mayBeGranted?: UnknownReason;
  readonly resource: ResourceRef;
  /** Condition keys the request carries beside those that every request of this kind of principal carries. */
  readonly context: ReadonlyMap<string, Text>;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** The function concerned, as it appears in the finding. */
  readonly function: AnyFunction | undefined;
  /**
   * Statements of the caller that name this access in a form that can never match. Where nothing else of the caller's own
   * allows it, an answer that hangs on somebody else's policy is worth a warning.
   */
  readonly contradicted?: readonly Statement[];
  /** Only what the caller's own policies say is asked: what is called is not of this stack, or it is open what that is. */
  readonly byOwnPolicies?: true;
  /** Where the finding is reported; absent: at the first evidence. */
  readonly origin?: Origin;
  /** All that a reference can be for is this access: the settings let it weigh more than other references. */
  readonly isReliedOn?: boolean;
  /** What a denial weighs at most, where the access may not be needed after all. */
  readonly atMost?: 'warn' | 'note' | undefined;
  /** Overrides the rule's words, e.g. when one rule has several ways to break. */
  readonly message?: string;
}

/**
 * `role`: the role makes the call itself; `by` tells function code from the Lambda service using the execution role
 * (polling, logs, destinations), which carry different condition keys.
 * `service`: an AWS service calls as itself, on behalf of the source.
 */
export type PrincipalRef =
  | { readonly kind: 'role'; readonly role: Role; readonly by: 'function-code' | 'lambda-service' | 'other-service' }
  | {
      readonly kind: 'service';
      readonly service: string;
      /** A second name under which the service is documented to ask: one of them allowed meets the need. */
      readonly otherName?: Text;
      /** As policies spell it, where that is not the same in every region. */
      readonly name?: Text;
      readonly sourceArn: Text | undefined;
      readonly sourceAccount: Text | undefined;
      /** The resource of this stack on whose behalf the service calls. */
      readonly logicalId: string | undefined;
    }
  /** Whoever asks, without signing the request. */
  | { readonly kind: 'anyone' };

export interface ResourceRef {
  readonly arn: Text;
  /** The account that owns it; a text with a hole where it is not known. */
  readonly account: Text;
  readonly logicalId: string | undefined;
}

export type EvidenceKind = 'wired' | 'granted' | 'declared' | 'referenced' | 'called';

export interface Evidence {
  readonly kind: EvidenceKind;
  /** A sentence fragment: "`Orders` is the event source of `Worker`". */
  readonly message: string;
  readonly origin: Origin;
}

/** A grant that can never have the effect it seems made for. */
export interface InertGrant {
  readonly rule: string;
  readonly function: AnyFunction | undefined;
  readonly message: string;
  readonly origin: Origin;
  /** The service or principal it names. */
  readonly service: string;
  readonly action: string;
  readonly resource: ResourceRef;
}

/** Something that cannot work, or works only by luck, whatever the policies say. */
export interface Fault {
  readonly rule: string;
  readonly function: AnyFunction | undefined;
  /** The resource of the stack that it is a fault of. */
  readonly logicalId: string;
  readonly message: string;
  readonly origin: Origin;
  readonly evidence: Evidence;
  readonly action: string;
  readonly resource: ResourceRef;
  /** What to do about it here; absent: the rule's own words. */
  readonly remedy?: string;
  /** What it weighs at most, where it may go well all the same. */
  readonly atMost?: Need['atMost'];
}

/** An access that AWS tries while it makes the resource, so that what grants it must be there before. */
export interface NeedAtCreation {
  readonly need: Need;
  readonly resource: Resource;
}
