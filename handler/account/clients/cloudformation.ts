// A chunk of its own, so that the bundle loads the client when it is first needed and only what is used of it.
export { CloudFormationClient, DescribeChangeSetCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
