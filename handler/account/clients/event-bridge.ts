import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { ClientSettings } from '../account-session';

export { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
export const connect = (settings: ClientSettings): EventBridgeClient => new EventBridgeClient(settings);
