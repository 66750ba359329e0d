import { functionTarget } from '#core/model/functions';
import { defineRule } from '../rule';
import { apiCallsWithRole } from '../shared/api-credentials';
import { collectNeeds } from '../shared/collected-needs';
import { roleCall } from '../shared/role-calls';
import { resourceRef } from '../shared/role-needs';

const id = 'api-role-invokes-function';

export const apiRoleInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-APIGW-REST', 'L-APIGW-HTTP', 'L-APIGW-WS', 'L-APIGW-AUTH', 'L-QUALIFIER'],
  title: 'Role of an integration or authorizer can invoke the function',
  why: 'With credentials of its own API Gateway calls the function as that role, and a permission for apigateway.amazonaws.com is not asked.',
  fix: 'Allow lambda:InvokeFunction on the function in the role that the integration or authorizer names.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html'],
  needs: (model) =>
    collectNeeds(
      apiCallsWithRole(model).map(({ source, role, functionName, origin }) => {
        const target = functionTarget(functionName, model.names);
        return roleCall({
          rule: id,
          role,
          action: 'lambda:InvokeFunction',
          resource: resourceRef(target.arn, model, target.logicalId),
          evidence: { kind: 'wired', message: `\`${source.logicalId}\` calls the function with this role`, origin },
          function: target.function,
        });
      }),
    ),
});
