/** What the core would like to know of the account; an edge may read it and judge again. */
export interface FactRequest {
  readonly kind: FactKind;
  /** What identifies it: an ARN, a name, an export name. */
  readonly id: string;
}
export type FactKind =
  | 'export'
  | 'ssm-parameter'
  | 'iam-role'
  | 'managed-policy'
  | 'function'
  | 'function-configuration'
  | 'bucket'
  | 'key'
  | 'queue'
  | 'topic'
  | 'processed-template'
  | 'resource-policy'
  | 'encryption'
  | 'organization-policies';

/** One piece of account state. Absent and unreadable are different things, and both differ from not having asked. */
export type Fact =
  | { readonly status: 'found'; readonly value: unknown }
  | { readonly status: 'absent' }
  | { readonly status: 'unreadable'; readonly reason: string };

/**
 * Account state and AWS reference data by `factKey`. A plain `Map` will do.
 *
 * INVARIANT: the same key always gives the same answer, so that judging is repeatable.
 */
export interface Facts {
  get(key: string): Fact | undefined;
}

export const NO_FACTS: Facts = new Map<string, Fact>();

export function factKey(request: FactRequest): string {
  return `${request.kind}:${request.id}`;
}
