import { isLiteral, showText, type Text } from '#core/value/text';
import { sameText } from '#core/value/text-match';
import { at, entryOf, itemsOf, textOfValue, type Value } from '#core/value/value';
import { besideTemplate } from './live-role';
import { managedPolicy } from './managed-policies';
import { EMPTY_POLICY_SET, joinPolicySets, policySetOf } from './policy-sets';
import type { Attachment, PolicySet, Resource, ResourceLookup, Role } from './stack-model';

/**
 * Every way a policy can come to a role of the stack.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export function rolesOf(stack: RolesOfStack): readonly Role[] {
  const attachments = attachedPolicies(stack.lookup);
  return stack.lookup.ofType('AWS::IAM::Role').map((resource) => roleOf(resource, { ...stack, attachments }));
}

type RolesOfStack = Parameters<typeof besideTemplate>[1];

export interface NamedAttachment extends Attachment {
  readonly role: Text;
}
interface Context extends RolesOfStack {
  readonly attachments: readonly NamedAttachment[];
}

function roleOf(resource: Resource, context: Context): Role {
  const { logicalId, properties } = resource;
  const inline = inlinePolicies(properties, logicalId);
  const managed = managedPolicies(at(properties, 'ManagedPolicyArns'), context);
  const boundary = at(properties, 'PermissionsBoundary');
  const beside = besideTemplate(resource, context);
  return {
    logicalId,
    arn: resource.arn ?? resource.ref,
    name: resource.ref,
    identity: joinPolicySets([inline, managed, attachedTo(resource.ref, context.attachments), beside.identity]),
    boundary: boundary === undefined ? beside.boundary : managedPolicy(boundary, context.lookup, context.facts),
    trust: policySetOf(at(properties, 'AssumeRolePolicyDocument'), `trust policy of \`${logicalId}\``),
    attachments: context.attachments.filter(({ role }) => showText(role) === showText(resource.ref)),
    origin: resource.origin,
  };
}

function inlinePolicies(properties: Value, logicalId: string): PolicySet {
  const policies = at(properties, 'Policies');
  return joinPolicySets(
    itemsOf(policies).map((policy, index) => {
      if (policy.kind === 'unknown') return { policies: [], unknowns: [policy.reason] };
      const name = textOfValue(entryOf(policy, 'PolicyName'));
      const label =
        name === undefined ? `Policies[${index}] of \`${logicalId}\`` : `\`${showText(name)}\` of \`${logicalId}\``;
      return policySetOf(entryOf(policy, 'PolicyDocument'), label);
    }),
  );
}

function managedPolicies(arns: Value | undefined, context: Context): PolicySet {
  return joinPolicySets(itemsOf(arns).map((arn) => managedPolicy(arn, context.lookup, context.facts)));
}

/** Policies that name their roles, rather than being named by them. */
export function attachedPolicies(lookup: ResourceLookup): readonly NamedAttachment[] {
  return lookup.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy').flatMap((resource) => {
    const policy = policySetOf(at(resource.properties, 'PolicyDocument'), `\`${resource.logicalId}\``);
    const roles = resource.type === 'AWS::IAM::RolePolicy' ? 'RoleName' : 'Roles';
    return itemsOf(at(resource.properties, roles)).flatMap((item) => {
      const role = textOfValue(item);
      return role === undefined ? [] : [{ logicalId: resource.logicalId, role, policy }];
    });
  });
}

export function attachedTo(name: Text, attachments: readonly NamedAttachment[]): PolicySet {
  return joinPolicySets(
    attachments.map(({ role, policy }) => {
      if (showText(role) === showText(name)) return policy;
      // A name that is not known may be this role's, unless CloudFormation makes this role's name up.
      const hole = role.find((part) => typeof part !== 'string');
      if (typeof hole !== 'object' || !isLiteral(name) || sameText(role, name) === 'no') return EMPTY_POLICY_SET;
      return { policies: [], unknowns: [hole.reason] };
    }),
  );
}
