import { SQSClient } from '@aws-sdk/client-sqs';
import type { ClientSettings } from '../account-session';

export { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
export const connect = (settings: ClientSettings): SQSClient =>
  new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
