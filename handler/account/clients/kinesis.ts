import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { ClientSettings } from '../account-session';

export { DescribeStreamSummaryCommand, GetResourcePolicyCommand } from '@aws-sdk/client-kinesis';
// The default is HTTP/2, for subscriptions that nobody opens here; proxies and local endpoints speak HTTP/1.1.
export const connect = ({ requestHandler, ...settings }: ClientSettings): KinesisClient =>
  new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler(requestHandler) });
