import type { PolicyDocument } from '#core/policy/document';
import type { Text } from '#core/value/text';
import type { Truth } from '#core/value/truth';
import type { UnknownReason } from '#core/value/unknown-reason';

/** One access to decide: who does what to which resource, and what the request says of itself. */
export interface AccessRequest {
  readonly principal: RequestPrincipal;
  /** `service:Name` in any case. */
  readonly action: string;
  /** The ARN the service compares with; `*` for actions without a resource. */
  readonly resource: Text;
  /** The account that owns the resource. */
  readonly resourceAccount: Text;
  readonly context: RequestContext;
}

export type RequestPrincipal =
  | { readonly kind: 'role-session'; readonly roleArn: Text; readonly sessionArn: Text; readonly account: Text }
  | { readonly kind: 'role'; readonly roleArn: Text; readonly account: Text }
  | { readonly kind: 'user'; readonly arn: Text; readonly account: Text }
  | { readonly kind: 'root'; readonly account: Text }
  | { readonly kind: 'service'; readonly service: Text }
  | { readonly kind: 'federated'; readonly arn: Text; readonly account: Text }
  | { readonly kind: 'anonymous' };

/** Condition keys of the request. INVARIANT: keys are in lower case, for AWS compares them without case. */
export interface RequestContext {
  readonly keys: ReadonlyMap<string, ContextKey>;
  /** What is known of a key that is not listed. */
  readonly others: 'absent' | 'unknown';
}

/** Presence and value are tracked apart: a key may surely be there with a value nobody knows. */
export interface ContextKey {
  readonly present: Truth;
  readonly values: readonly Text[] | UnknownReason;
  /** True for keys that AWS documents as multivalued, or that were given as a list. */
  readonly multivalued?: boolean;
  /** The key has one value, which is one of these: only what holds for each of them is sure. */
  readonly isOneOf?: true;
}

export type LayerName =
  'identity' | 'boundary' | 'session' | 'scp' | 'rcp' | 'endpoint' | 'resource' | 'trust' | 'public-access' | 'bucket';

/** The policies of one layer. `unknowns`: policies that may exist but were not read; they may allow or deny anything. */
export interface PolicyLayer {
  readonly policies: readonly PolicyDocument[];
  readonly unknowns: readonly UnknownReason[];
}
/** One level of the organisation (root, unit, account): at least one of its policies must allow. */
export interface OrganizationLevel extends PolicyLayer {
  readonly level: string;
}

/**
 * Everything that may decide a request. `undefined` means "known to be not there" (no boundary, no organisation policy);
 * a policy that was not read is a layer with `unknowns`.
 */
export interface PolicyLayers {
  readonly identity: PolicyLayer;
  readonly boundary: PolicyLayer | undefined;
  readonly session: PolicyLayer | undefined;
  readonly scps: readonly OrganizationLevel[];
  readonly rcps: readonly OrganizationLevel[];
  /** The policy of the resource: function policy, bucket policy, key policy, trust policy of a role to be assumed, … */
  readonly resource: PolicyLayer | undefined;
  /** The policy of the VPC endpoint on the way; absent: the request passes none. */
  readonly endpoint?: PolicyLayer | undefined;
  /** S3: whether Block Public Access shuts out other accounts where the policy is public; absent: it does not. */
  readonly restrictsPublicBuckets?: Truth;
  /** S3: what is behind the access point that `resource` of the request names; absent: that is no access point. */
  readonly behind?: BehindAccessPoint | undefined;
}

/** The bucket or object that a request through an access point reaches. */
export interface BehindAccessPoint {
  readonly resource: Text;
  readonly account: Text;
  readonly policy: PolicyLayer | undefined;
}
