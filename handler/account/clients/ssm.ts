import { SSMClient } from '@aws-sdk/client-ssm';
import type { ClientSettings } from '../account-session';

export { GetParameterCommand } from '@aws-sdk/client-ssm';
export const connect = (settings: ClientSettings): SSMClient => new SSMClient(settings);
