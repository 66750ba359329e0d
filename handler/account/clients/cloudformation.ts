// Each client is a chunk of its own, so that the bundle loads it when it is first needed and only what is used of it.
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { ClientSettings } from '../account-session';

export {
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
export const connect = (settings: ClientSettings): CloudFormationClient => new CloudFormationClient(settings);
