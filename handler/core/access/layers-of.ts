import { accountIn } from '#core/aws/arn';
import type { Facts } from '#core/facts/facts';
import type { PolicyLayers } from '#core/iam/request';
import { functionKey, functionTarget } from '#core/model/functions';
import { isSurelyNew, standingOf } from '#core/model/deployment';
import { policyWrittenFor } from '#core/model/policies-outside';
import { joinPolicySets } from '#core/model/policy-sets';
import type { InvokePermission, Key, PolicySet, Role, StackModel } from '#core/model/stack-model';
import type { Need } from '#core/rules/need';
import { isLiteral, literalOf, showText, splitText, textOf, type Text } from '#core/value/text';
import { permissionsByHand, policyByHand, withoutOwnStatements } from './live-policy';
import { NO_POLICY, openPolicy, readPolicy, type PolicyFact } from './read-policy';

/** The policies that decide the need: the caller's, and those of what it asks for. */
export function layersOf(need: Need, model: StackModel, facts: Facts): PolicyLayers {
  const role = need.principal.kind === 'role' ? need.principal.role : undefined;
  return {
    identity: role?.identity ?? NO_POLICY,
    boundary: role?.boundary,
    session: undefined,
    scps: isOfStack(role, model) ? model.organization.scps : [],
    rcps: isSame(need.resource.account, model.place.account) ? model.organization.rcps : [],
    resource: resourceLayer(need, model, facts),
  };
}

/** The organisation of the stack's account has a say over the roles of that account. */
function isOfStack(role: Role | undefined, model: StackModel): boolean {
  if (role === undefined) return false;
  return role.logicalId !== undefined || isSame(accountIn(role.arn) ?? [], model.place.account);
}

function isSame(account: Text, other: Text): boolean {
  return isLiteral(account) && showText(account) === showText(other);
}

/** Services whose resources carry policies; for the others there is nothing to read, and so nothing unknown. */
const WITH_RESOURCE_POLICY = new Set([
  's3',
  'sqs',
  'sns',
  'kms',
  'secretsmanager',
  'dynamodb',
  'kinesis',
  'kafka',
  'kafka-cluster',
  'events',
  'ecr',
  'elasticfilesystem',
  'es',
  'glue',
  'states',
  'ses',
  'execute-api',
  'backup',
  'codebuild',
  'iot',
  'mediastore',
  'schemas',
  'sts',
]);

function resourceLayer(need: Need, model: StackModel, facts: Facts): PolicySet | undefined {
  const [service = ''] = need.action.toLowerCase().split(':');
  if (need.byOwnPolicies === true) return undefined;
  if (service === 'lambda') return functionPolicy(need, model, facts);
  if (service === 'sts') return trustPolicy(need, model);
  if (!WITH_RESOURCE_POLICY.has(service) || literalOf(need.resource.arn) === '*') return undefined;
  // AWS: of EventBridge's resources only buses carry a policy.
  if (service === 'events' && !showText(need.resource.arn).includes(':event-bus/')) return undefined;
  if (service === 'kms') return keyPolicy(need, model, facts);
  const kind = FACT_KIND.get(service) ?? 'resource-policy';
  const owner = ownerOf(need.resource.arn, kind);
  const own = model.lookup.all.get(need.resource.logicalId ?? '') ?? model.lookup.byArn(owner);
  if (own === undefined) return policyOutside(owner, kind, { model, facts });
  return model.resourcePolicies.get(own.logicalId) ?? policyByHand(own, kind, { model, facts });
}

interface Account {
  readonly model: StackModel;
  readonly facts: Facts;
}

/** The policy in the account of what the stack does not make, unless the stack writes that. */
function policyOutside(owner: Text, kind: PolicyFact, { model, facts }: Account): PolicySet {
  const written = policyWrittenFor(owner, model.lookup);
  if (written?.isAll === true) return written.policy;
  const read = readPolicy(kind, showText(owner), facts);
  return written === undefined ? read : joinPolicySets([read, written.policy]);
}

const FACT_KIND: ReadonlyMap<string, PolicyFact> = new Map([
  ['s3', 'bucket'],
  ['sqs', 'queue'],
  ['sns', 'topic'],
]);

function trustPolicy(need: Need, model: StackModel): PolicySet {
  return model.roleNamed(need.resource.arn).trust;
}

function keyPolicy(need: Need, model: StackModel, facts: Facts): PolicySet {
  const logicalId = need.resource.logicalId ?? model.lookup.byArn(need.resource.arn)?.logicalId;
  const own = model.keys.find((key) => key.logicalId !== undefined && key.logicalId === logicalId);
  if (own !== undefined) return withGrants(own, need, model);
  if (need.mayBeGranted !== undefined && !isLiteral(need.resource.arn)) return openPolicy(need.mayBeGranted);
  const { policies, unknowns } = readPolicyOf(need, 'key', facts);
  return {
    policies,
    unknowns: hasNoGrant(need, model) ? unknowns.filter(({ kind }) => kind !== 'kms-grant') : unknowns,
  };
}

/** AWS: who gives a grant names a role that is there. Where nobody said what is, a key outside may have one for it. */
function hasNoGrant({ principal }: Need, { lookup, deployment }: StackModel): boolean {
  if (principal.kind !== 'role') return true;
  const role = lookup.all.get(principal.role.logicalId ?? '');
  return role !== undefined && isSurelyNew(role, deployment);
}

/** AWS: what a grant of a key allows no policy shows; neither a new key nor a new role has one. */
function withGrants({ logicalId, policy }: Key, { principal }: Need, model: StackModel): PolicySet {
  if (principal.kind !== 'role' || isNew(logicalId, model)) return policy;
  if (principal.role.logicalId !== undefined && isNew(principal.role.logicalId, model)) return policy;
  return { ...policy, unknowns: [...policy.unknowns, { kind: 'kms-grant', key: logicalId ?? '' }] };
}

function isNew(logicalId: string | undefined, model: StackModel): boolean {
  const resource = model.lookup.all.get(logicalId ?? '');
  return resource === undefined || standingOf(resource, model.deployment).kind === 'new';
}

/** Permissions of one function on all its qualifiers; which of them fit the ARN that is called, IAM decides. */
function functionPolicy(need: Need, model: StackModel, facts: Facts): PolicySet {
  const target = functionTarget(need.resource.arn, model.names);
  const own = model.permissionsByFunction.get(functionKey(target)) ?? [];
  const written = own.map((each) => each.policy);
  if (target.function === undefined) {
    const read = withoutOwnStatements(readPolicyOf(need, 'function', facts), model);
    return { policies: [...written, ...read.policies], unknowns: read.unknowns };
  }
  const possible = isLiteral(target.function.name) ? model.permissions.filter(hasUnknownTarget) : [];
  const beside = permissionsByHand(target, { model, facts });
  return {
    policies: [...written, ...beside.policies],
    unknowns: [...possible.flatMap(reasonsOf), ...beside.unknowns],
  };
}

function hasUnknownTarget({ target }: InvokePermission): boolean {
  return target.function === undefined && !isLiteral(target.arn);
}

function reasonsOf({ target }: InvokePermission): PolicySet['unknowns'] {
  return target.arn.flatMap((part) => (typeof part === 'string' ? [] : [part.reason])).slice(0, 1);
}

function readPolicyOf(need: Need, kind: PolicyFact, facts: Facts): PolicySet {
  return readPolicy(kind, showText(ownerOf(need.resource.arn, kind)), facts);
}

/** What carries the policy: objects are governed by that of their bucket, indexes by that of their table. */
function ownerOf(arn: Text, kind: PolicyFact): Text {
  const [first = arn, ...rest] = splitText(arn, '/');
  if (kind === 'bucket') return first;
  const isIndex = kind === 'resource-policy' && showText(rest[1] ?? []) === 'index';
  return isIndex ? textOf(first, '/', rest[0] ?? []) : arn;
}
