import type { CodeText } from '#core/model/sdk-call';
import type { Block, Expression, Module, RecordExpression } from '../expression';

/** What an expression stands for, as far as calls of an SDK can hang on it. */
export type Thing =
  | { readonly kind: 'text'; readonly text: CodeText }
  | { readonly kind: 'record'; readonly record: RecordExpression; readonly mayGrow: boolean }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly mayGrow: boolean }
  | { readonly kind: 'nothing' }
  /** The environment variables. */
  | { readonly kind: 'environment' }
  /** Something out of a package, by the names that lead to it. */
  | { readonly kind: 'export'; readonly module: string; readonly path: readonly string[] }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'file'; readonly module: Module }
  | { readonly kind: 'function'; readonly block: Block }
  | Session
  | Client
  | SdkResource
  | Prepared
  | { readonly kind: 'bound'; readonly of: Thing; readonly name: string }
  | { readonly kind: 'unknown' };

/** In whose name and where calls are made. */
export interface Identity {
  /** With credentials of their own: what they may do is nothing the function's role says. */
  readonly isForeign: boolean;
  readonly isElsewhere: boolean;
}
export interface Session extends Identity {
  readonly kind: 'session';
}
export interface Client extends Identity {
  readonly kind: 'client';
  readonly service: string;
  /** `methods`: one for each operation; `document`: DynamoDB's own names; `commands`: handed commands. */
  readonly style: 'methods' | 'document' | 'commands';
}
/** An object of boto3 that stands for something in AWS. */
export interface SdkResource extends Identity {
  readonly kind: 'resource';
  readonly service: string;
  /** `Table`, `Bucket`; nothing for the service itself. */
  readonly type: string | undefined;
  readonly named: RecordExpression;
}
/** A paginator or a waiter of boto3. */
interface Prepared {
  readonly kind: 'prepared';
  readonly client: Client;
  readonly operation: string;
}

export const UNKNOWN_THING: Thing = { kind: 'unknown' };
export const OWN_IDENTITY: Identity = { isForeign: false, isElsewhere: false };

/** A call of the SDK, before it is said where it stands. */
export interface Emission {
  readonly service: string;
  readonly operation: string;
  readonly input: RecordExpression | undefined;
  readonly isElsewhere: boolean;
  /** A command, which some client of the service is handed. */
  readonly isCommand: boolean;
}
