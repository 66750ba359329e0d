import type { TemplateNode } from '#core/template/node';
import { draftNode } from '../draft';
import { entryOf, givenOf, isPresent, stringOf } from '../node-reading';
import { tracingOf } from './function-properties';
import { addPolicies } from './policies';
import { addAwsPolicy, inlinePolicy, trustOf, type RoleDraft } from './role';
import { report, unexpanded, type SamResource, type Workspace } from './workspace';

/**
 * The role SAM makes for a function, before its events and destinations add to it.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 */
export function functionRole(workspace: Workspace, { logicalId, node, properties }: SamResource): RoleDraft {
  const trust = givenOf(entryOf(properties, 'AssumeRolePolicyDocument'));
  const role: RoleDraft = {
    logicalId: `${logicalId}Role`,
    trust: trust ?? draftNode(trustOf('lambda.amazonaws.com'), node),
    managed: [],
    inline: [],
  };
  const durable = entryOf(properties, 'DurableConfig');
  const basic = isPresent(durable) ? 'AWSLambdaBasicDurableExecutionRolePolicy' : 'AWSLambdaBasicExecutionRole';
  addAwsPolicy(workspace, role, { path: `service-role/${basic}`, at: isPresent(durable) ? durable : node });
  const tracing = tracingOf(workspace, properties);
  if (tracing !== undefined) addAwsPolicy(workspace, role, { path: tracingPolicy(workspace), at: tracing });
  const network = entryOf(properties, 'VpcConfig');
  if (isPresent(network)) {
    addAwsPolicy(workspace, role, { path: 'service-role/AWSLambdaVPCAccessExecutionRole', at: network });
  }
  addDeadLetterPolicy(workspace, role, entryOf(properties, 'DeadLetterQueue'));
  addPolicies(workspace, role, entryOf(properties, 'Policies'));
  return role;
}

const ELSEWHERE = new Set(['aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc']);

export function tracingPolicy(workspace: Workspace): string {
  return ELSEWHERE.has(workspace.partition) ? 'AWSXRayDaemonWriteAccess' : 'AWSXrayWriteOnlyAccess';
}

const DEAD_LETTER_ACTIONS: ReadonlyMap<string | undefined, string> = new Map([
  ['SQS', 'sqs:SendMessage'],
  ['SNS', 'sns:Publish'],
]);

function addDeadLetterPolicy(workspace: Workspace, role: RoleDraft, queue: TemplateNode | undefined): void {
  if (!isPresent(queue)) return;
  const action = DEAD_LETTER_ACTIONS.get(stringOf(entryOf(queue, 'Type')));
  const target = entryOf(queue, 'TargetArn');
  if (action === undefined || !isPresent(target)) {
    report(workspace, queue, '`DeadLetterQueue` wants `Type` (`SQS` or `SNS`) and `TargetArn`');
    role.inline.push(unexpanded(queue));
    return;
  }
  const statement = { Action: action, Resource: target, Effect: 'Allow' };
  role.inline.push(inlinePolicy({ name: 'DeadLetterQueuePolicy', at: queue, version: '2012-10-17' }, [statement]));
}
