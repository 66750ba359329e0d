import type { Role } from '@aws-sdk/client-iam';
import { lazyService, orAbsent, type AccountSession } from '../account-session';
import { arnParts } from '../arn-parts';
import { CallFailure } from '../call-failure';
import { inParallel } from '../in-parallel';
import { ABSENT, found, unreadable, type FactReader } from '../reader';
import { iamDocument, MANAGED_POLICY_ACTIONS, readManagedPolicy } from './managed-policy';

const iam = lazyService(() => import('../clients/iam'));
const AT_ONCE = 4;

/** A policy of the role by its name (inline) or ARN (attached); `unread` says why there is no document. */
interface RolePolicy {
  readonly name?: string;
  readonly arn?: string;
  readonly document?: unknown;
  readonly unread?: string;
}

/** Reads a role by its ARN with every policy that comes to it; what of it cannot be read is named inside. */
export const iamRoleReader: FactReader = {
  kinds: ['iam-role'],
  iamActions: [
    'iam:GetRole',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:ListRolePolicies',
    ...MANAGED_POLICY_ACTIONS,
  ],
  read: async (arn, session) => {
    const parts = arnParts(arn);
    if (parts?.service !== 'iam' || !parts.resource.startsWith('role/')) return unreadable('it is no ARN of a role');
    if (parts.account !== session.place.account) return unreadable(`it belongs to account ${parts.account}`);
    const RoleName = parts.resource.slice(parts.resource.lastIndexOf('/') + 1);
    const { client, GetRoleCommand } = await iam(session.place.region);
    const request = new GetRoleCommand({ RoleName });
    const answer = await orAbsent(session.call('iam:GetRole', (options) => client.send(request, options)));
    // AWS: the name alone finds the role, but a role under another path is not the one that the ARN names.
    if (answer?.Role?.Arn !== arn) return ABSENT;
    return found(await describeRole(RoleName, answer.Role, session));
  },
};

async function describeRole(RoleName: string, role: Role, session: AccountSession) {
  const boundaryArn = role.PermissionsBoundary?.PermissionsBoundaryArn;
  const [inline, attached, boundary] = await Promise.all([
    listed('inline policies', inlinePolicies(RoleName, session)),
    listed('attached policies', attachedPolicies(RoleName, session)),
    boundaryArn === undefined ? undefined : attachedPolicy(boundaryArn, session),
  ]);
  return {
    trust: role.AssumeRolePolicyDocument === undefined ? undefined : iamDocument(role.AssumeRolePolicyDocument),
    policies: [...inline, ...attached],
    ...(boundary === undefined ? {} : { boundary }),
  };
}

/** A list that cannot be read stands for policies that nobody knows. */
async function listed(what: string, list: Promise<readonly RolePolicy[]>): Promise<readonly RolePolicy[]> {
  try {
    return await list;
  } catch (error) {
    return [{ name: what, unread: whyUnread(error) }];
  }
}

function whyUnread(error: unknown): string {
  if (error instanceof CallFailure) return error.message;
  throw error;
}

async function inlinePolicies(RoleName: string, { call, place }: AccountSession): Promise<readonly RolePolicy[]> {
  const { client, GetRolePolicyCommand, ListRolePoliciesCommand } = await iam(place.region);
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const request = new ListRolePoliciesCommand({ RoleName, Marker });
    const page = await call('iam:ListRolePolicies', (options) => client.send(request, options));
    names.push(...(page.PolicyNames ?? []));
    Marker = page.Marker;
  } while (Marker !== undefined);
  return inParallel(names, AT_ONCE, async (name) => {
    try {
      const request = new GetRolePolicyCommand({ RoleName, PolicyName: name });
      const policy = await orAbsent(call('iam:GetRolePolicy', (options) => client.send(request, options)));
      return { name, document: iamDocument(policy?.PolicyDocument ?? '') };
    } catch (error) {
      return { name, unread: whyUnread(error) };
    }
  });
}

async function attachedPolicies(RoleName: string, session: AccountSession): Promise<readonly RolePolicy[]> {
  const { client, ListAttachedRolePoliciesCommand } = await iam(session.place.region);
  const arns: string[] = [];
  let Marker: string | undefined;
  do {
    const request = new ListAttachedRolePoliciesCommand({ RoleName, Marker });
    const page = await session.call('iam:ListAttachedRolePolicies', (options) => client.send(request, options));
    arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
    Marker = page.Marker;
  } while (Marker !== undefined);
  return inParallel(arns, AT_ONCE, (arn) => attachedPolicy(arn, session));
}

async function attachedPolicy(arn: string, session: AccountSession): Promise<RolePolicy> {
  try {
    const document = await readManagedPolicy(arn, session);
    return document === undefined ? { arn, unread: 'there is no such policy' } : { arn, document };
  } catch (error) {
    return { arn, unread: whyUnread(error) };
  }
}
