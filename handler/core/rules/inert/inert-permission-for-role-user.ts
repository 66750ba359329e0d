import type { InvokePermission, StackModel } from '#core/model/stack-model';
import { showText } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import { defineInertRule } from '../rule';
import { inertPermission, serviceOf } from '../shared/inert-permissions';

const id = 'inert-permission-for-role-user';

/** Services that call functions with a role they are given, and never as themselves. */
const BY_ROLE = new Set([
  'codepipeline.amazonaws.com',
  'ec2.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'firehose.amazonaws.com',
  'pipes.amazonaws.com',
  'scheduler.amazonaws.com',
  'states.amazonaws.com',
]);

export const inertPermissionForRoleUser = defineInertRule({
  id,
  family: 'inert',
  catalogue: ['L-SFN', 'L-SCHED', 'P-LAMBDA', 'L-FIREHOSE', 'L-CODEPIPELINE', 'L-CUSTOM', 'L-APPSYNC'],
  title: 'Permission for a service that calls with a role',
  why: 'State machines, schedules, pipes, delivery streams, pipelines and GraphQL data sources call with the role they are given, and a custom resource is run with the credentials of whoever deploys; the permission is not asked.',
  fix: 'Allow lambda:InvokeFunction in that role, and drop the permission.',
  breaks: 'run',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/step-functions/latest/dg/lambda-iam.html',
    'https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html',
  ],
  grants: (model) =>
    model.permissions.flatMap((permission) => {
      const because = reasonOf(permission, model);
      return because === undefined ? [] : [inertPermission(id, { permission, because }, model)];
    }),
});

function reasonOf(permission: InvokePermission, model: StackModel): string | undefined {
  const service = serviceOf(permission);
  if (BY_ROLE.has(service)) return 'it calls with the role it is given, whose policies decide';
  if (service === 'cloudformation.amazonaws.com' && isCustomResource(permission, model)) {
    return 'a custom resource is run with the credentials of whoever deploys';
  }
  if (service === 'appsync.amazonaws.com' && isDataSource(permission, model)) {
    return 'a data source calls with its service role, whose policies decide';
  }
  return undefined;
}

/** AWS: macros and hooks are called in other ways. */
function isCustomResource({ target }: InvokePermission, { lookup }: StackModel): boolean {
  if (lookup.ofType('AWS::CloudFormation::Macro').length > 0) return false;
  return [...lookup.all.values()].some(
    ({ properties }) => showText(textOfValue(at(properties, 'ServiceToken')) ?? []) === showText(target.arn),
  );
}

/** AWS: an authorizer is called by AppSync itself. */
function isDataSource({ target }: InvokePermission, { lookup }: StackModel): boolean {
  const asked = lookup
    .ofType('AWS::AppSync::GraphQLApi')
    .flatMap(({ properties }) => [
      at(properties, 'LambdaAuthorizerConfig'),
      at(properties, 'AdditionalAuthenticationProviders'),
    ]);
  if (asked.some((each) => each !== undefined)) return false;
  return lookup
    .ofType('AWS::AppSync::DataSource')
    .some(
      ({ properties }) =>
        showText(textOfValue(at(properties, 'LambdaConfig', 'LambdaFunctionArn')) ?? []) === showText(target.arn),
    );
}
