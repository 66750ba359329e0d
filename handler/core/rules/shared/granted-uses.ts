import { keyNamed } from '#core/model/buckets-and-keys';
import type { NamedGrant, StackModel } from '#core/model/stack-model';
import { hole, literalOf, showText, textOf, type Text } from '#core/value/text';
import { matchText } from '#core/value/text-match';
import { oncePer } from '#core/value/once-per';
import type { Evidence, Need } from '../need';
import { anyOf } from './any-of';
import { bucketIn, isOfOtherKind, namesOneBucket } from './bucket-names';
import { indexByAction } from './by-action';
import { grantedResourceFinder, type Meant } from './granted-resource';
import { formsOf, typesOfService, type NamedResource } from './resource-forms';
import { resourceRef } from './role-needs';

/** An action that a statement of a role names on a resource of the stack, in a form that works or in one that never can. */
export interface GrantedUse {
  readonly grant: NamedGrant;
  readonly action: string;
  readonly resource: NamedResource;
  /** What a request for the action names. */
  readonly arn: Text;
  /** What the statement names may be what a request names. */
  readonly isEffective: boolean;
  /** Something else shows that little may be meant: the form suits other actions of the statement, or only a plain name fits. */
  readonly isDoubtful: boolean;
}

/** What is worked out once for a model, however many rules ask. */
interface Known {
  readonly uses: Map<string, readonly GrantedUse[]>;
  readonly finders: Map<string, ReturnType<typeof grantedResourceFinder>>;
  readonly grantsNaming: (action: string) => readonly NamedGrant[];
}
const known = oncePer((model: StackModel): Known => ({
  uses: new Map(),
  finders: new Map(),
  grantsNaming: indexByAction(model.namedGrants, ({ statement }) => statement),
}));

/** Every role of the stack that names the action, with the resources it names. */
export function grantedUses(action: string, model: StackModel): readonly GrantedUse[] {
  const { uses } = known(model);
  const found = uses.get(action) ?? findUses(action, model);
  uses.set(action, found);
  return found;
}

function findUses(action: string, model: StackModel): readonly GrantedUse[] {
  if (model.lookup.ofType(...typesOfService(prefixOf(action))).length === 0 && !action.startsWith('s3:')) return [];
  return namedGrantsOf(action, model).flatMap((grant) => useOf(action, grant, model));
}

/** What statements name to do the action to, whatever that is. */
export function namedGrantsOf(action: string, model: StackModel): readonly NamedGrant[] {
  return known(model).grantsNaming(action);
}

function prefixOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

/** The resource of the stack that a text is about, among those that the actions of a service are done to. */
export function resourceOfService(prefix: string, text: Text, model: StackModel): Meant | undefined {
  const { finders } = known(model);
  const finder = finders.get(prefix) ?? grantedResourceFinder(model.lookup.ofType(...typesOfService(prefix)));
  finders.set(prefix, finder);
  return finder(text);
}

function useOf(action: string, grant: NamedGrant, model: StackModel): readonly GrantedUse[] {
  const { text } = grant.resource;
  const meant =
    resourceOfService(prefixOf(action), text, model) ??
    bucketElsewhere(action, text) ??
    keyByAlias(action, text, model);
  if (meant === undefined) return [];
  const effective = fitting(action, grant, meant);
  const arn = effective ?? formsOf(action, meant.resource)[0];
  if (arn === undefined) return [];
  const isDoubtful = effective === undefined && (!meant.isSure || suitsAnotherAction(grant, meant));
  return [{ grant, action, resource: meant.resource, arn, isEffective: effective !== undefined, isDoubtful }];
}

/** AWS: a key has no alias in its ARN, so that an alias as resource never matches. */
function keyByAlias(action: string, pattern: Text, model: StackModel): Named | undefined {
  if (!action.startsWith('kms:') || !showText(pattern).includes('alias/')) return undefined;
  const resource = keyNamed(pattern, model.lookup);
  return resource === undefined ? undefined : { resource, isSure: true };
}

interface Named {
  readonly resource: NamedResource;
  readonly isSure: boolean;
}

/** Bucket ARNs name their service and say what they are, also where nothing else is known of the bucket. */
function bucketElsewhere(action: string, pattern: Text): Named | undefined {
  if (!action.startsWith('s3:') || !(namesOneBucket(pattern) || isOfOtherKind(pattern, action))) return undefined;
  return { resource: { type: 'AWS::S3::Bucket', arn: bucketIn(pattern), logicalId: undefined }, isSure: true };
}

/** The form in which the statement covers a request for the action, as far as it can. */
function fitting(action: string, { resource: { text } }: NamedGrant, { resource }: Named): Text | undefined {
  if (isOfOtherKind(text, action)) return undefined;
  return formsOf(action, resource).find((form) => matchText(text, form) !== 'no');
}

/** One list of actions beside one list of resources does not mean that each goes with each. */
function suitsAnotherAction(grant: NamedGrant, meant: Named): boolean {
  return (grant.statement.actions?.patterns ?? []).some(({ text }) => {
    const other = literalOf(text);
    return other !== undefined && fitting(other, grant, meant) !== undefined;
  });
}

/** The statement names the resource in more than one form, of which another suits the action. */
function isNamedRightlyToo({ grant, action, resource }: GrantedUse): boolean {
  const meant = { resource, isSure: true };
  const others = (grant.statement.resources?.patterns ?? []).filter((each) => each !== grant.resource);
  return others.some((other) => fitting(action, { ...grant, resource: other }, meant) !== undefined);
}

export function grantedEvidence({ grant, action, resource }: GrantedUse): Evidence {
  const role = grant.role.logicalId ?? showText(grant.role.arn);
  return {
    kind: 'granted',
    message: `a statement of \`${role}\` names \`${action}\` on \`${resource.logicalId ?? showText(resource.arn ?? [])}\``,
    origin: grant.resource.origin,
  };
}

/** The need that whoever wrote the statement has. */
export function grantedNeed(rule: string, use: GrantedUse, model: StackModel): Need {
  const { grant, action, resource, arn } = use;
  return {
    rule,
    principal: { kind: 'role', role: grant.role, by: grant.function === undefined ? 'other-service' : 'function-code' },
    action,
    resource: resourceRef(arn, model, resource.logicalId),
    context: contextOf(action),
    evidence: [grantedEvidence(use)],
    function: grant.function,
    contradicted: use.isEffective || isNamedRightlyToo(use) ? [] : [grant.statement],
    atMost: use.isDoubtful ? 'warn' : undefined,
  };
}

/** The same, asked of just what an effective statement names: which part of the resource it is, the statement says best. */
export function needAsGranted(rule: string, use: GrantedUse, model: StackModel): Need {
  const need = grantedNeed(rule, use, model);
  if (!use.isEffective) return need;
  return { ...need, resource: resourceRef(anyOf(use.grant.resource.text), model, use.resource.logicalId) };
}

/** Keys are hardly ever used but through a service, and which one it is a statement about the key does not say. */
function contextOf(action: string): Need['context'] {
  if (!action.startsWith('kms:')) return new Map();
  return new Map([['kms:viaservice', textOf(hole('kms:ViaService', { kind: 'context-key', key: 'kms:ViaService' }))]]);
}
