import type { Problem } from '#core/template/node';
import type { Origin } from '#core/value/origin';
import type { Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { MapValue, Value } from '#core/value/value';

/** What is known of the deployment beside the template's text; what is absent is unknown, never a default of ours. */
export interface Environment {
  readonly region?: string;
  readonly account?: string;
  readonly stackName?: string;
  /** The ARN of the change set that brings the template. */
  readonly changeSetId?: string;
  /** The tags of the stack; absent where nobody knows them. */
  readonly tags?: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string | readonly string[]>;
  /**
   * `unknown` where values were given that we may not have been told of: a parameter's default is then only a guess.
   * Absent: a parameter without a value here has its default.
   */
  readonly defaults?: 'apply' | 'unknown';
  /**
   * Physical ids of what the stack has already, by logical id; `unknown` where it may have something and nobody could say
   * what. Absent: nobody was asked, and the template is taken for all there is.
   */
  readonly deployed?: ReadonlyMap<string, string> | 'unknown';
  /** Logical ids of what the change is known to create. */
  readonly created?: ReadonlySet<string>;
  /** Logical ids of what the change may take into the stack as it stands in the account, or `all` that the stack does not have yet. */
  readonly imported?: ReadonlySet<string> | 'all';
  /** Properties as CloudFormation has worked them out for a change set, by logical id. */
  readonly told?: ReadonlyMap<string, unknown>;
  /** What other stacks hand to this one. */
  readonly handed?: Handed;
  /**
   * Stands before every logical id of the stack where several stacks are looked at together: `Data.` for the stack `Data`.
   * Absent for the stack that is judged.
   */
  readonly qualifier?: string;
}

/** Values that come from other stacks; parts of them may not be known. */
export interface Handed {
  readonly parameters?: ReadonlyMap<string, Text>;
  /** Of nested stacks, by logical id and attribute: `Data.Outputs.BucketName`. */
  readonly outputs?: ReadonlyMap<string, Value>;
  readonly exports?: ReadonlyMap<string, Text>;
  readonly stackName?: Text;
}

/** The deployment's own place, known or with holes; equal everywhere in one judgement. */
export interface StackPlace {
  readonly partition: Text;
  readonly region: Text;
  readonly account: Text;
  readonly stackName: Text;
}

/** One consistent assignment of the template's conditions. */
export interface Scenario {
  /** Only conditions whose outcome is not forced by what is known, sorted by name. */
  readonly assumed: readonly { readonly condition: string; readonly holds: boolean }[];
  readonly conditions: ReadonlyMap<string, boolean | UnknownReason>;
  /** Values that are assumed of parameters, by symbol: all where all scenarios are told apart, else those that are left empty. */
  readonly literals?: ReadonlyMap<string, string>;
}

export interface ResolvedResource {
  /** Qualified if the resource is of another stack than the one that is judged. */
  readonly logicalId: string;
  readonly type: string;
  readonly properties: MapValue;
  readonly metadata: Value | undefined;
  /** How an update of the resource goes on, e.g. by way of CodeDeploy. */
  readonly updatePolicy?: Value;
  /** Set if the resource stays in the account when it goes out of the template, or may stay. */
  readonly isKept?: true;
  readonly dependsOn: readonly string[];
  /** Logical ids that this resource's properties refer to (Ref, GetAtt, Sub), so that creation order can be told. */
  readonly refersTo: ReadonlySet<string>;
  /** Set if the resource may not be there at all: its condition is one that this scenario leaves open. */
  readonly existence?: UnknownReason;
  /** The place of the other stack that the resource is of; absent: the template's. */
  readonly place?: StackPlace;
  /** Set on a nested stack of which nothing is seen here: it may add to whatever is handed to it. */
  readonly unread?: UnknownReason;
  readonly origin: Origin;
}

/** The template in one scenario: resources whose condition is false are gone, every intrinsic is resolved as far as known. */
export interface ResolvedTemplate {
  readonly scenario: Scenario;
  readonly place: StackPlace;
  readonly resources: ReadonlyMap<string, ResolvedResource>;
  readonly outputs: ReadonlyMap<string, Value>;
  /** By the name that other stacks import; those whose name is not known are left out. */
  readonly exports: ReadonlyMap<string, Value>;
  readonly metadata: Value | undefined;
  /** What may add resources that are not seen here, e.g. a macro. */
  readonly unknowns: readonly UnknownReason[];
}

export interface Resolution {
  readonly scenarios: readonly ResolvedTemplate[];
  /** True if there are more scenarios than were worked out; the conditions left open are then unknown. */
  readonly capped: boolean;
  readonly problems: readonly Problem[];
}
