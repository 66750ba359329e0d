import { LambdaClient } from '@aws-sdk/client-lambda';
import type { ClientSettings } from '../account-session';

export { GetFunctionConfigurationCommand, GetPolicyCommand } from '@aws-sdk/client-lambda';
export const connect = (settings: ClientSettings): LambdaClient => new LambdaClient(settings);
