import type { InvokePermission, StackModel } from '#core/model/stack-model';
import { showText } from '#core/value/text';
import { textOfValue, at } from '#core/value/value';
import type { InertGrant } from '../need';
import { defineInertRule } from '../rule';
import { resourceRef } from '../shared/role-needs';

const id = 'inert-lambda-service-permission';

export const inertLambdaServicePermission = defineInertRule({
  id,
  family: 'inert',
  catalogue: ['L-LAMBDA'],
  title: 'Permission for lambda.amazonaws.com has no effect on calls between functions',
  why: 'A function calls another with its execution role, never as lambda.amazonaws.com, and such a call carries no aws:SourceArn; the permission neither grants nor blocks anything.',
  fix: 'Allow lambda:InvokeFunction in the execution role of the calling function, and drop the permission.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
  grants: (model) => model.permissions.filter(isForLambdaItself).map((permission) => inertGrant(permission, model)),
});

function isForLambdaItself({ principal }: InvokePermission): boolean {
  return principal !== undefined && showText(principal) === 'lambda.amazonaws.com';
}

function inertGrant(permission: InvokePermission, model: StackModel): InertGrant {
  const { resource, target } = permission;
  const source = textOfValue(at(resource.properties, 'SourceArn'));
  const caller = source === undefined ? undefined : model.names.functionByArn.get(showText(source));
  const called = target.logicalId ?? showText(target.arn);
  const who = caller === undefined ? 'a function' : `\`${caller.logicalId}\``;
  return {
    rule: id,
    function: target.function,
    message: `permission \`${resource.logicalId}\` for \`lambda.amazonaws.com\` has no effect: ${who} calls \`${called}\` with its execution role, whose policies decide`,
    origin: resource.origin,
    action: 'lambda:InvokeFunction',
    resource: resourceRef(target.arn, model, target.logicalId),
    service: 'lambda.amazonaws.com',
  };
}
