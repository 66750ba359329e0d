import { createHash } from 'node:crypto';
import type { StackState } from '#account/stack-state';
import { factKey, type Fact, type Facts } from '#core/facts/facts';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { Proposal } from '#core/verdict/judgement';
import type { Payload } from './load-proposal';
import type { Exemption } from './message';
import type { HookRequest } from './request';
import { parseStackArn } from './stack-arn';

/** All that was gathered for one request. */
export interface HookCase {
  readonly request: HookRequest;
  readonly payload: Payload;
  readonly account: AccountState;
}
export type AccountState =
  | { readonly kind: 'read'; readonly stack: StackState }
  | { readonly kind: 'unreadable'; readonly why: string }
  /** There is no account to ask, as in a replay. */
  | { readonly kind: 'not-asked' };

/** The text that is judged: what the caller submitted, as findings point into it. */
export function templateOf(payload: Payload): string | undefined {
  return payload.template ?? payload.resolvedTemplate;
}

export function proposalOf({ request, payload, account }: HookCase, text: string, date: Date): Proposal {
  return {
    name: parseStackArn(request.stackId)?.stackName ?? request.targetLogicalId ?? request.target,
    text,
    ...(payload.previousTemplate === undefined ? {} : { previousText: payload.previousTemplate }),
    environment: environmentOf(request, account),
    today: date.toISOString().slice(0, 10),
  };
}

// CloudFormation tells the value of every parameter, also of those left at their default: one it did not tell is not known.
function environmentOf(request: HookRequest, account: AccountState): Environment {
  return {
    ...(request.account === undefined ? {} : { account: request.account }),
    ...parseStackArn(request.stackId),
    parameters: account.kind === 'read' ? account.stack.parameters : new Map<string, string>(),
    defaults: account.kind === 'not-asked' ? 'apply' : 'unknown',
  };
}

/** Adds to the facts what CloudFormation told of SSM parameters while telling the parameters of the stack. */
export function factsOf(account: AccountState, facts: Facts): Facts {
  const stored = account.kind === 'read' ? [...account.stack.storedValues] : [];
  const factByKey = new Map(
    stored.map(([id, value]): [string, Fact] => [factKey({ kind: 'ssm-parameter', id }), { status: 'found', value }]),
  );
  return { get: (key) => factByKey.get(key) ?? facts.get(key) };
}

// Refusing the way back would leave the stack in UPDATE_ROLLBACK_FAILED, which is worse than any missing access.
export function exemptionOf({ payload, account }: HookCase, text: string): Exemption | undefined {
  const status = account.kind === 'read' ? account.stack.status : undefined;
  if (status?.includes('ROLLBACK_IN_PROGRESS') === true) return 'rollback';
  return payload.previousTemplate?.trim() === text.trim() ? 'same-template' : undefined;
}

export interface TemplateNote {
  readonly sha256: string;
  readonly characters: number;
  readonly changedResources: number;
}

/** What the audit record keeps of the template in place of its text. */
export function templateNoteOf(payload: Payload): TemplateNote | undefined {
  const text = templateOf(payload);
  if (text === undefined) return undefined;
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    characters: text.length,
    changedResources: payload.changedResources.length,
  };
}
