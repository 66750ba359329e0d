import type { StackState } from '#account/stack-state';
import { factKey, type Fact, type Facts } from '#core/facts/facts';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { Proposal } from '#core/verdict/judgement';
import { sha256 } from './digest';
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
  const previous = previousTemplateOf({ request, payload, account });
  return {
    name: parseStackArn(request.stackId)?.stackName ?? request.targetLogicalId ?? request.target,
    text,
    ...(previous === undefined ? {} : { previousText: previous }),
    environment: environmentOf({ request, payload, account }),
    today: date.toISOString().slice(0, 10),
    ...(request.resource === undefined ? {} : { scope: 'one-resource' as const }),
  };
}

// CloudFormation tells the value of every parameter, also of those left at their default: one it did not tell is not known.
function environmentOf({ request, payload, account }: HookCase): Environment {
  const deployed = deployedOf(request, account);
  return {
    ...(request.account === undefined ? {} : { account: request.account }),
    ...parseStackArn(request.stackId),
    ...(request.changeSetId === undefined ? {} : { changeSetId: request.changeSetId }),
    ...(account.kind === 'read' ? { tags: account.stack.tags } : {}),
    parameters: account.kind === 'read' ? account.stack.parameters : new Map<string, string>(),
    defaults: account.kind === 'not-asked' ? 'apply' : 'unknown',
    ...(deployed === undefined ? {} : { deployed }),
    ...importedBy(payload, account),
    told: new Map(payload.changedResources.map(({ logicalId, properties }) => [logicalId, properties])),
    created: new Set(
      payload.changedResources.filter(({ action }) => action === 'CREATE').map((each) => each.logicalId),
    ),
  };
}

const MAKING = new Set(['CREATE', 'UPDATE', 'DELETE']);

/** Whatever else a change does with a resource, it may take it over as it stands. */
function importedBy({ changedResources }: Payload, account: AccountState): Pick<Environment, 'imported'> {
  if (account.kind === 'read' && account.stack.status?.startsWith('IMPORT_') === true) return { imported: 'all' };
  const others = changedResources.filter(({ action }) => !MAKING.has(action));
  return others.length === 0 ? {} : { imported: new Set(others.map(({ logicalId }) => logicalId)) };
}

/** A change set's payload does not bring the template that is deployed; the stack does. */
function previousTemplateOf({ payload, account }: HookCase): string | undefined {
  return payload.previousTemplate ?? (account.kind === 'read' ? account.stack.deployedTemplate : undefined);
}

/** The status of a stack that has nothing yet. */
const BEGINNING = new Set(['REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS']);

// AWS: a change set is always said to create, also where it updates a stack.
function deployedOf({ action, target, resource }: HookRequest, account: AccountState): Environment['deployed'] {
  if (resource !== undefined && action === 'create') return NOTHING;
  switch (account.kind) {
    case 'not-asked':
      return undefined;
    case 'unreadable':
      return action === 'create' && target !== 'CHANGE_SET' ? NOTHING : 'unknown';
    case 'read':
      return deployedIn(account.stack);
  }
}

function deployedIn({ status = '', deployed, imported }: StackState): Environment['deployed'] {
  const before = BEGINNING.has(status) ? NOTHING : deployed;
  return before === undefined ? 'unknown' : new Map([...before, ...imported]);
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Adds to the facts what CloudFormation told of SSM parameters while telling the parameters of the stack. */
export function factsOf(account: AccountState, facts: Facts): Facts {
  const stored = account.kind === 'read' ? [...account.stack.storedValues] : [];
  const factByKey = new Map(
    stored.map(([id, value]): [string, Fact] => [factKey({ kind: 'ssm-parameter', id }), { status: 'found', value }]),
  );
  return { get: (key) => factByKey.get(key) ?? facts.get(key) };
}

// Refusing the way back would leave the stack in UPDATE_ROLLBACK_FAILED, which is worse than any missing access.
export function exemptionOf(held: HookCase, text: string): Exemption | undefined {
  const status = held.account.kind === 'read' ? held.account.stack.status : undefined;
  if (status?.includes('ROLLBACK_IN_PROGRESS') === true) return 'rollback';
  return previousTemplateOf(held)?.trim() === text.trim() ? 'same-template' : undefined;
}

export interface TemplateNote {
  readonly sha256: string;
  readonly characters: number;
  readonly changedResources: number;
}

/** What the audit record keeps of the template in place of its text. */
export async function templateNoteOf(payload: Payload): Promise<TemplateNote | undefined> {
  const text = templateOf(payload);
  if (text === undefined) return undefined;
  return {
    sha256: await sha256(text),
    characters: text.length,
    changedResources: payload.changedResources.length,
  };
}
