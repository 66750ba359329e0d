import type { PolicyType } from '@aws-sdk/client-organizations';
import { lazyService, type AccountSession } from '../account-session';
import { inParallel } from '../in-parallel';
import { found, policyDocument, unreadable, type FactReader } from '../reader';

const organizations = lazyService(() => import('../clients/organizations'));
// AWS: Organizations answers in one region of each partition only.
const REGION = 'us-east-1';
const MOST_LEVELS = 8;

/**
 * The service and resource control policies above an account, from its root down. Member accounts may not read them unless
 * the organisation delegates it, so that this is often denied.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export const organizationReader: FactReader = {
  kinds: ['organization-policies'],
  iamActions: [
    'organizations:DescribeOrganization',
    'organizations:DescribePolicy',
    'organizations:ListParents',
    'organizations:ListPoliciesForTarget',
  ],
  read: async (account, session) => {
    if (account !== session.place.account) return unreadable('it is another account');
    const { client, DescribeOrganizationCommand } = await organizations(REGION);
    const { Organization } = await session.call('organizations:DescribeOrganization', (options) =>
      client.send(new DescribeOrganizationCommand({}), options),
    );
    // AWS: no policy of the organisation holds for the account that manages it.
    if (Organization?.MasterAccountId === account) return found({ scps: [], rcps: [] });
    const targets = await pathTo(account, session);
    const levels = (type: PolicyType) => inParallel(targets, 1, (target) => policiesOf(target, type, session));
    return found({
      scps: await levels('SERVICE_CONTROL_POLICY'),
      rcps: await levels('RESOURCE_CONTROL_POLICY'),
    });
  },
};

/** The root, the organisational units and the account, in this order. */
async function pathTo(account: string, { call }: AccountSession): Promise<readonly string[]> {
  const { client, ListParentsCommand } = await organizations(REGION);
  const path = [account];
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const ChildId = path[0];
    if (ChildId === undefined || ChildId.startsWith('r-')) break;
    const request = new ListParentsCommand({ ChildId });
    const { Parents } = await call('organizations:ListParents', (options) => client.send(request, options));
    const parent = Parents?.[0]?.Id;
    if (parent === undefined) break;
    path.unshift(parent);
  }
  return path;
}

async function policiesOf(TargetId: string, Filter: PolicyType, { call }: AccountSession): Promise<readonly unknown[]> {
  const { client, DescribePolicyCommand, ListPoliciesForTargetCommand } = await organizations(REGION);
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    const request = new ListPoliciesForTargetCommand({ TargetId, Filter, NextToken });
    const page = await call('organizations:ListPoliciesForTarget', (options) => client.send(request, options));
    ids.push(...(page.Policies ?? []).flatMap(({ Id }) => Id ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return inParallel(ids, 2, async (PolicyId) => {
    const request = new DescribePolicyCommand({ PolicyId });
    const { Policy } = await call('organizations:DescribePolicy', (options) => client.send(request, options));
    return policyDocument(Policy?.Content ?? '');
  });
}
