import { SNSClient } from '@aws-sdk/client-sns';
import type { ClientSettings } from '../account-session';

export { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
export const connect = (settings: ClientSettings): SNSClient => new SNSClient(settings);
