import { S3Client } from '@aws-sdk/client-s3';
import type { ClientSettings } from '../account-session';

export { GetBucketEncryptionCommand, GetBucketPolicyCommand } from '@aws-sdk/client-s3';
export const connect = (settings: ClientSettings): S3Client =>
  new S3Client({ ...settings, followRegionRedirects: true });
