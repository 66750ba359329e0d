import { KMSClient } from '@aws-sdk/client-kms';
import type { ClientSettings } from '../account-session';

export { DescribeKeyCommand, GetKeyPolicyCommand } from '@aws-sdk/client-kms';
export const connect = (settings: ClientSettings): KMSClient => new KMSClient(settings);
