import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { ClientSettings } from '../account-session';

export {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
} from '@aws-sdk/client-organizations';
export const connect = (settings: ClientSettings): OrganizationsClient => new OrganizationsClient(settings);
