import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ClientSettings } from '../account-session';

export { DescribeSecretCommand, GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
export const connect = (settings: ClientSettings): SecretsManagerClient => new SecretsManagerClient(settings);
