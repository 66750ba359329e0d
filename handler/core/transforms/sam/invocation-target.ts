import type { Draft, DraftMap } from '../draft';

/** What events invoke: the function, or the alias that SAM publishes for it. */
export interface InvocationTarget {
  readonly functionId: string;
  readonly aliasId: string | undefined;
  /** For `FunctionName`. */
  readonly name: Draft;
  readonly arn: Draft;
  /** The ARN inside `Fn::Sub`. */
  readonly arnText: string;
  /** Attributes of the function that its events' resources share. */
  readonly shared: DraftMap;
}
