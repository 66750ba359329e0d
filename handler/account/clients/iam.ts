import { IAMClient } from '@aws-sdk/client-iam';
import type { ClientSettings } from '../account-session';

export {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  SimulateCustomPolicyCommand,
} from '@aws-sdk/client-iam';
export const connect = (settings: ClientSettings): IAMClient => new IAMClient(settings);
