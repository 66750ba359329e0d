import type { Environment, ResolvedResource, Scenario, StackPlace } from '#core/intrinsics/resolved-template';
import type { Pattern, PolicyDocument, Statement } from '#core/policy/document';
import type { Origin } from '#core/value/origin';
import type { Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { Value } from '#core/value/value';

/** A resource of the stack with the names other templates and policies know it by. */
export interface Resource extends ResolvedResource {
  /** What `Ref` gives. */
  readonly ref: Text;
  readonly arn: Text | undefined;
}

/** Policies that together answer for one thing, with what may exist beside them. */
export interface PolicySet {
  readonly policies: readonly PolicyDocument[];
  readonly unknowns: readonly UnknownReason[];
}

/** A role of this stack with everything that attaches to it, or one outside of which nothing is known. */
export interface Role {
  /** Undefined for a role outside the stack. */
  readonly logicalId: string | undefined;
  readonly arn: Text;
  readonly name: Text;
  readonly identity: PolicySet;
  readonly boundary: PolicySet | undefined;
  readonly trust: PolicySet;
  /** Policies of `identity` that are resources of their own and name the role: CloudFormation makes them after it. */
  readonly attachments?: readonly Attachment[];
  readonly origin: Origin;
}

export interface Attachment {
  readonly logicalId: string;
  readonly policy: PolicySet;
}

export interface LambdaFunction {
  readonly logicalId: string;
  readonly resource: Resource;
  readonly name: Text;
  /** Unqualified. */
  readonly arn: Text;
  readonly role: Role;
  readonly environment: ReadonlyMap<string, Value>;
}

/** A function that the stack names and does not make, as it was read of the account. */
export interface FunctionOutside {
  readonly logicalId: undefined;
  readonly resource: undefined;
  readonly name: Text;
  /** Unqualified. */
  readonly arn: Text;
  /** Of the version or alias that is named, if one is. */
  readonly role: Role;
}
export type AnyFunction = LambdaFunction | FunctionOutside;

/** An environment variable that names a resource of the stack. */
export interface EnvironmentReference {
  readonly function: LambdaFunction;
  readonly variable: string;
  readonly resource: Resource;
  /** The variable holds nothing but the name, ARN or URL of the resource. */
  readonly isWhole: boolean;
  /** What it holds is the name, ARN or URL, and no other attribute such as a domain. */
  readonly isName: boolean;
  readonly origin: Origin;
}

/** What an allow statement of a role names in particular to do something to: the intention of whoever wrote it. */
export interface NamedGrant {
  readonly role: Role;
  /** The first function that runs with the role. */
  readonly function: LambdaFunction | undefined;
  readonly statement: Statement;
  readonly resource: Pattern;
}

/** A call that function code was seen to make. */
export interface CodeCall {
  readonly function: LambdaFunction;
  /** `service:Action`, as IAM knows it. */
  readonly action: string;
  /** What the call names, as far as the code and its environment show it. */
  readonly resource: Text | undefined;
  /** An index of the table, where the call names one; `some` where it is not shown which. */
  readonly index?: Text | 'some' | undefined;
  /** Where in the code: `line 12`, `app.py:12`. */
  readonly where: string;
  readonly origin: Origin;
}

/** A function, a version or an alias of it, as a caller names it: each has a policy of its own. */
export interface FunctionTarget {
  readonly arn: Text;
  /** The function of this stack, if it is one. */
  readonly function: LambdaFunction | undefined;
  /** The alias or version in the ARN, if the caller names one. */
  readonly qualifier: Text | undefined;
  /** The alias or version resource, if it is one of this stack. */
  readonly logicalId: string | undefined;
}

/** An `AWS::Lambda::Permission`, read as the statement that Lambda writes into the function's policy. */
export interface InvokePermission {
  readonly resource: Resource;
  readonly target: FunctionTarget;
  readonly principal: Text | undefined;
  readonly policy: PolicyDocument;
}

export interface Key {
  readonly logicalId: string | undefined;
  readonly arn: Text;
  readonly policy: PolicySet;
}

export interface Bucket {
  readonly resource: Resource;
  readonly name: Text;
  readonly arn: Text;
  readonly policy: PolicySet;
  readonly encryption: BucketEncryption;
}
export type BucketEncryption =
  | { readonly kind: 'none-or-s3' }
  | { readonly kind: 'aws-managed-key' }
  | { readonly kind: 'key'; readonly key: Value; readonly bucketKey: boolean | UnknownReason }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** A key that something is encrypted with: of the stack, or one that the account knows. */
export interface UsedKey {
  readonly arn: Text;
  /** Undefined for a key outside the stack. */
  readonly logicalId: string | undefined;
  /** The logical id, or what the key is called where it is named. */
  readonly name: string;
  readonly isAwsManaged: boolean;
  /** Why that it is not allowed would not be sure. */
  readonly doubt: UnknownReason | undefined;
}

/** How something that is not of the stack is encrypted. */
export interface EncryptionOutside {
  readonly key: UsedKey;
  /** Only of buckets. */
  readonly bucketKey: boolean;
  readonly origin: Origin;
}

/** What is known of keys beside the template: without facts, of none that the stack does not make. */
export interface EncryptionLookup {
  /** The key that a setting of the stack names by alias, id or ARN. */
  keyNamed(name: Text): UsedKey | undefined;
  /** What encrypts something that is not of the stack, by its ARN. */
  outside(arn: Text): EncryptionOutside | undefined;
}

/** Finds resources of the stack by what templates and policies call them. Texts are compared as `showText` spells them. */
export interface ResourceLookup {
  readonly all: ReadonlyMap<string, Resource>;
  ofType(...types: readonly string[]): readonly Resource[];
  byArn(arn: Text): Resource | undefined;
  byRef(ref: Text, type: string): Resource | undefined;
}

/** What is needed to tell which function a caller means. */
export interface FunctionNames {
  readonly place: StackPlace;
  readonly lookup: ResourceLookup;
  readonly functionByArn: ReadonlyMap<string, LambdaFunction>;
}

/** Level by level from the root down to the account; empty where there are none or nobody may read them. */
export interface OrganizationPolicies {
  readonly scps: readonly (PolicySet & { readonly level: string })[];
  readonly rcps: readonly (PolicySet & { readonly level: string })[];
}

/** What the account has already of the stack that is judged. */
export interface Deployment {
  readonly deployed: Environment['deployed'];
  /** Resources that the change is known to create. */
  readonly created: ReadonlySet<string>;
  /** Resources that are taken over as they stand, rather than made. */
  readonly imported?: Environment['imported'];
  /** The template before, in each of its scenarios; empty for that template itself; nothing where that template is not known. */
  readonly before: readonly StackModel[] | undefined;
}

/** Everything the rules look at, in one scenario. */
export interface StackModel {
  readonly place: StackPlace;
  readonly scenario: Scenario;
  readonly lookup: ResourceLookup;
  readonly names: FunctionNames;
  /** Policies of buckets, queues, topics, … by logical id; absent: the template gives it none. */
  readonly resourcePolicies: ReadonlyMap<string, PolicySet>;
  readonly functions: readonly LambdaFunction[];
  readonly roles: readonly Role[];
  readonly permissions: readonly InvokePermission[];
  /** By `functionKey`: a function's, on whichever of its qualifiers. */
  readonly permissionsByFunction: ReadonlyMap<string, readonly InvokePermission[]>;
  /** The role behind an ARN: of the stack, or what was read of it, else one of which nothing is known. */
  roleNamed(arn: Text): Role;
  /** The function behind a name, partial ARN or ARN: of the stack, or as it was read; nothing where it was not. */
  functionNamed(name: Text): AnyFunction | undefined;
  readonly environmentReferences: readonly EnvironmentReference[];
  readonly namedGrants: readonly NamedGrant[];
  readonly codeCalls: readonly CodeCall[];
  readonly buckets: readonly Bucket[];
  readonly keys: readonly Key[];
  readonly encryption: EncryptionLookup;
  readonly metadata: Value | undefined;
  readonly deployment: Deployment;
  readonly organization: OrganizationPolicies;
  /** Why resources may exist that are not seen here, e.g. a macro. */
  readonly unknowns: readonly UnknownReason[];
}
