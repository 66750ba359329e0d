import { STSClient } from '@aws-sdk/client-sts';
import type { ClientSettings } from '../account-session';

export { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
export const connect = (settings: ClientSettings): STSClient => new STSClient(settings);
