import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ClientSettings } from '../account-session';

export { DescribeTableCommand, GetResourcePolicyCommand } from '@aws-sdk/client-dynamodb';
export const connect = (settings: ClientSettings): DynamoDBClient => new DynamoDBClient(settings);
