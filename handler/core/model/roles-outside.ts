import { once } from '#core/value/once';
import type { Origin } from '#core/value/origin';
import { literalOf, showText, textOf, type Text } from '#core/value/text';
import { sameText } from '#core/value/text-match';
import type { Truth } from '#core/value/truth';
import { at, textOfValue } from '#core/value/value';
import { deployedRoleArn, leftBehind, standingOf } from './deployment';
import { readRole, type LivePolicy, type RoleOfStack } from './live-role';
import { EMPTY_POLICY_SET, joinPolicySets, policySetOf } from './policy-sets';
import { attachedPolicies, attachedTo, type NamedAttachment } from './roles';
import type { PolicySet, Resource, Role } from './stack-model';

/** A role that the stack uses and does not make: what was read of it and what the stack adds to it, else unknown. */
export type FindRoleOutside = (arn: Text, origin: Origin) => Role;

export function rolesOutside(stack: RoleOfStack): FindRoleOutside {
  const attachments = once(() => attachedPolicies(stack.lookup));
  return (arn, origin) => {
    const live = readRole(arn, stack.facts);
    const base = { logicalId: undefined, arn, name: nameInArn(arn), origin };
    if ('why' in live) return { ...base, ...unknownRole({ policies: [], unknowns: [live.why] }) };
    const written = writtenFor(base.name, attachments(), stack);
    const identity = joinPolicySets([
      ...live.policies.map((each) => unlessWritten(each, written, stack)),
      attachedTo(base.name, attachments()),
    ]);
    return { ...base, identity, boundary: live.boundary, trust: live.trust };
  };
}

function unknownRole(nothing: PolicySet): Pick<Role, 'identity' | 'boundary' | 'trust'> {
  return { identity: nothing, boundary: nothing, trust: nothing };
}

function nameInArn(arn: Text): Text {
  const last = arn.at(-1);
  return typeof last === 'string' ? textOf(last.slice(last.lastIndexOf('/') + 1)) : arn;
}

/** Names of the policies that the stack, or the template before it, gives a role of the account. */
function writtenFor(role: Text, attachments: readonly NamedAttachment[], stack: RoleOfStack): readonly Text[] {
  const { lookup, deployment } = stack;
  const left = leftBehind(deployment, lookup);
  const earlier = (deployment.before ?? []).flatMap((each) =>
    namesOf(
      role,
      attachedPolicies(each.lookup).filter(({ logicalId }) => !left.has(logicalId)),
      { ...stack, lookup: each.lookup },
    ),
  );
  return [...namesOf(role, attachments, stack), ...earlier];
}

function namesOf(
  role: Text,
  attachments: readonly NamedAttachment[],
  { lookup, deployment }: RoleOfStack,
): readonly Text[] {
  return attachments
    .filter((each) => sameText(each.role, role) === 'yes')
    .map(({ logicalId }) => {
      const resource = lookup.all.get(logicalId);
      if (resource?.type !== 'AWS::IAM::ManagedPolicy') return textOfValue(at(resource?.properties, 'PolicyName'));
      const arn = typeof deployment.deployed === 'object' ? deployment.deployed.get(logicalId) : undefined;
      return arn === undefined ? undefined : textOf(arn);
    })
    .filter((name) => name !== undefined);
}

/** What the stack writes is as the template has it, whatever was there before. */
function unlessWritten({ id, policy }: LivePolicy, written: readonly Text[], stack: RoleOfStack): PolicySet {
  if (id === undefined) return policy;
  const own = stack.lookup
    .ofType('AWS::IAM::ManagedPolicy')
    .map((each) => [each, isDeployedAs(each, id, stack)] as const);
  const [same] = own.find(([, is]) => is === 'yes') ?? [];
  if (same !== undefined) return policySetOf(at(same.properties, 'PolicyDocument'), same.logicalId);
  const byName = written.map((name) => sameText(name, [id]));
  if (byName.includes('yes')) return EMPTY_POLICY_SET;
  if (!byName.includes('unknown') && own.every(([, is]) => is === 'no')) return policy;
  return { policies: [], unknowns: [{ kind: 'account-state-not-read', fact: `who wrote policy \`${id}\`` }] };
}

function isDeployedAs(policy: Resource, arn: string, { deployment }: RoleOfStack): Truth {
  const standing = standingOf(policy, deployment);
  if (standing.kind === 'there') return standing.physicalId === arn ? 'yes' : 'no';
  const same = policy.arn === undefined ? 'unknown' : sameText(policy.arn, [arn]);
  const isNowhere = standing.kind === 'new' && deployment.deployed !== undefined;
  return same === 'unknown' && isNowhere ? 'no' : same;
}

/** The same where the ARN may be the one that a role of the stack has in the account. */
export function unlessDeployed(outside: FindRoleOutside, roles: readonly Role[], stack: RoleOfStack): FindRoleOutside {
  return (arn, origin) => deployedRole(arn, roles, stack) ?? outside(arn, origin);
}

/** Finds roles by ARN; one outside of the stack is read once. */
export function roleFinder(roles: readonly Role[], elsewhere: FindRoleOutside): (arn: Text) => Role {
  const byArn = new Map(roles.map((role) => [showText(role.arn), role]));
  return (arn) => {
    const key = showText(arn);
    const role = byArn.get(key) ?? elsewhere(arn, NOWHERE);
    byArn.set(key, role);
    return role;
  };
}

const NOWHERE: Origin = { kind: 'fact', fact: 'role outside the stack' };

/** A role of the stack under the name that it has in the account; one that may be it leaves everything open. */
function deployedRole(arn: Text, roles: readonly Role[], stack: RoleOfStack): Role | undefined {
  const literal = literalOf(arn);
  if (literal === undefined) return undefined;
  const known = roles.map((role) => [role, isRoleOf(role, literal, stack)] as const);
  const [own] = known.find(([, is]) => is === 'yes') ?? [];
  const [possible] = known.find(([, is]) => is === 'unknown') ?? [];
  if (own !== undefined || possible === undefined) return own;
  const fact = `whether role \`${literal}\` is \`${possible.logicalId ?? ''}\` of this stack`;
  const nothing: PolicySet = { policies: [], unknowns: [{ kind: 'account-state-not-read', fact }] };
  return { logicalId: undefined, arn, name: nameInArn(arn), origin: NOWHERE, ...unknownRole(nothing) };
}

function isRoleOf(role: Role, arn: string, { lookup, deployment, place }: RoleOfStack): Truth {
  const resource = lookup.all.get(role.logicalId ?? '');
  const same = resource === undefined ? 'no' : sameText(role.arn, [arn]);
  if (resource === undefined || same !== 'unknown') return same;
  const standing = standingOf(resource, deployment);
  if (standing.kind === 'unknown') return 'unknown';
  if (standing.kind === 'new') return deployment.deployed === undefined ? 'unknown' : 'no';
  const path = textOfValue(at(resource.properties, 'Path')) ?? textOf('/');
  const deployed = deployedRoleArn(standing.physicalId, path, place);
  return deployed === undefined ? 'unknown' : deployed === arn ? 'yes' : 'no';
}
