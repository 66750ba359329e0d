import { comesBefore } from '#core/model/creation-order';
import { standingOf } from '#core/model/deployment';
import type { Resource, StackModel } from '#core/model/stack-model';
import type { Fault } from '../need';
import { defineFaultRule } from '../rule';
import {
  permissionsFor,
  permissionsThatMayBeFor,
  permittedAtCreation,
  type PermittedAtCreation,
} from '../shared/permitted-at-creation';
import { resourceRef } from '../shared/role-needs';

const id = 'permission-comes-too-late';

export const permissionComesTooLate = defineFaultRule({
  id,
  family: 'order',
  catalogue: ['F-RACE', 'F-CYCLE', 'L-S3', 'L-ALB', 'L-LOGS', 'L-CONFIG', 'L-SES', 'L-SECRETS', 'M-S3-SQS'],
  title: 'A permission is there before what is tried with it',
  why: 'S3, load balancers, CloudWatch Logs, Config, SES and Secrets Manager try the target when the resource that names it is made. A permission that refers to that resource is always made after it; one that nothing waits for may be.',
  fix: 'Let the resource depend on the permission with DependsOn; where the permission names the resource, write its ARN from a name that the template gives it.',
  breaks: 'deploy',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-notificationconfiguration.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html',
  ],
  faults: (model) => permittedAtCreation(model).flatMap((each) => lateness(each, model)),
});

/** One permission that is there in time is enough; what is deployed already is. */
function lateness(tried: PermittedAtCreation, model: StackModel): readonly Fault[] {
  const permissions = permissionsFor(tried, model);
  const before = comesBefore(tried.resource.logicalId, model.lookup);
  const maybe = permissionsThatMayBeFor(tried, model);
  if ([...permissions, ...maybe].some(({ logicalId }) => before.has(logicalId))) return [];
  if (permissions.some((each) => isThere(each, model))) return [];
  const [first] = permissions;
  return first === undefined ? [] : [faultOf(tried, first, model)];
}

function isThere(permission: Resource, { deployment }: StackModel): boolean {
  const isOld = (deployment.before ?? []).some(({ lookup }) => lookup.all.has(permission.logicalId));
  return isOld || standingOf(permission, deployment).kind !== 'new';
}

function faultOf({ resource, target }: PermittedAtCreation, permission: Resource, model: StackModel): Fault {
  const waits = comesBefore(permission.logicalId, model.lookup).has(resource.logicalId);
  const [own, other] = [`\`${resource.logicalId}\``, `\`${permission.logicalId}\``];
  return {
    rule: id,
    function: target.function,
    logicalId: resource.logicalId,
    message: waits
      ? `${own} is made before ${other}, which refers to it, and fails to be made because ${other} is not there`
      : `${own} may be made before ${other}, and then fails to be made`,
    origin: resource.origin,
    evidence: { kind: 'wired', message: `${own} names the target`, origin: resource.origin },
    action: target.action,
    resource: resourceRef(target.arn, model, target.logicalId),
    remedy: waits
      ? `write the ARN in ${other} without \`!Ref\` or \`!GetAtt\` of ${own}, and add \`DependsOn: ${permission.logicalId}\` to ${own}`
      : `add \`DependsOn: ${permission.logicalId}\` to ${own}`,
    ...(waits ? {} : { atMost: 'note' }),
  };
}
