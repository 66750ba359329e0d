import { arnOf } from '#core/aws/arn';
import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Fault } from '../need';
import { defineFaultRule } from '../rule';

const id = 'managed-policy-is-elsewhere';

export const managedPolicyIsElsewhere = defineFaultRule({
  id,
  family: 'trust',
  catalogue: ['F-MANAGEDARN'],
  title: 'An AWS managed policy is named by a path it does not have',
  why: 'The path is part of the ARN: AWSLambdaBasicExecutionRole lies under service-role/, AWSLambdaExecute does not, and AWSLambdaFullAccess has another name today. IAM refuses to make the role.',
  fix: 'Name the policy with the path that AWS gives it, such as policy/service-role/AWSLambdaBasicExecutionRole.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html'],
  faults: (model) =>
    model.lookup
      .ofType('AWS::IAM::Role')
      .flatMap((role) =>
        itemsOf(at(role.properties, 'ManagedPolicyArns')).flatMap((policy) => wrongPath(role, policy, model)),
      ),
});

/** Only names that are known to go wrong: the data on policies is older than the newest of them. */
const UNDER_SERVICE_ROLE = [
  'AWSLambdaBasicDurableExecutionRolePolicy',
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaDynamoDBExecutionRole',
  'AWSLambdaENIManagementAccess',
  'AWSLambdaKinesisExecutionRole',
  'AWSLambdaMSKExecutionRole',
  'AWSLambdaRole',
  'AWSLambdaSQSQueueExecutionRole',
  'AWSLambdaVPCAccessExecutionRole',
  'AmazonAPIGatewayPushToCloudWatchLogs',
];
const WITHOUT_PATH = [
  'AWSLambdaExecute',
  'AWSLambdaInvocation-DynamoDB',
  'AWSLambda_FullAccess',
  'AWSLambda_ReadOnlyAccess',
  'AWSXRayDaemonWriteAccess',
  'AWSXrayWriteOnlyAccess',
  'AmazonDynamoDBFullAccess',
  'AmazonS3FullAccess',
  'AmazonS3ReadOnlyAccess',
  'AmazonSNSFullAccess',
  'AmazonSQSFullAccess',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
];
const RIGHT: ReadonlyMap<string, string> = new Map([
  ...UNDER_SERVICE_ROLE.map((name) => [name, `service-role/${name}`] as const),
  ...WITHOUT_PATH.map((name) => [name, name] as const),
  ['AWSLambdaFullAccess', 'AWSLambda_FullAccess'],
  ['AWSLambdaReadOnlyAccess', 'AWSLambda_ReadOnlyAccess'],
]);

function wrongPath(role: Resource, policy: Value, model: StackModel): readonly Fault[] {
  const arn = textOfValue(policy) ?? textOf();
  const written = pathAndName(arn);
  const right = RIGHT.get(written?.slice(written.lastIndexOf('/') + 1) ?? '');
  if (written === undefined || right === undefined || written === right) return [];
  const message = `role \`${role.logicalId}\` names a policy that does not exist: \`${written}\` is \`${right}\``;
  return [
    {
      rule: id,
      function: model.functions.find(({ role: { logicalId } }) => logicalId === role.logicalId),
      logicalId: role.logicalId,
      message,
      origin: policy.origin,
      evidence: { kind: 'wired', message: `\`${role.logicalId}\` attaches it`, origin: policy.origin },
      action: 'iam:AttachRolePolicy',
      resource: { arn, account: model.place.account, logicalId: undefined },
      remedy: `write \`policy/${right}\``,
    },
  ];
}

/** What stands behind `policy/`, where all of it is known: the partition need not be. */
function pathAndName(arn: Text): string | undefined {
  const [, ...parts] = arnOf(arn).parts;
  const [service, , owner, resource] = parts.slice(1).map(literalOf);
  const isManaged = service === 'iam' && owner === 'aws' && resource?.startsWith('policy/') === true;
  return isManaged ? resource.slice('policy/'.length) : undefined;
}
