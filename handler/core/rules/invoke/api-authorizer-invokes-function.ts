import type { StackModel } from '#core/model/stack-model';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { apiAuthorizers, type DefinedCall } from '../shared/api-definitions';
import { isFunction, roleInvokes, serviceInvokes } from '../shared/service-invokes';

const id = 'api-authorizer-invokes-function';

export const apiAuthorizerInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-APIGW-AUTH', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'API Gateway can invoke the authorizer function',
  why: 'API Gateway calls an authorizer without credentials as apigateway.amazonaws.com; the SourceArn it sends is `<api>/authorizers/<id>`, which a permission for a route does not cover.',
  fix: 'Add an AWS::Lambda::Permission for apigateway.amazonaws.com whose SourceArn is `arn:…:execute-api:…:<api>/authorizers/*`; in a SAM HttpApi, set EnableFunctionDefaultPermissions.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  ],
  needs: (model) => apiAuthorizers(model).flatMap((authorizer) => authorizerNeeds(authorizer, model)),
});

/** With credentials of its own API Gateway calls as that role, and the function's policy is not asked. */
function authorizerNeeds(authorizer: DefinedCall, model: StackModel): readonly Need[] {
  const { source, sourceArn, functionName, credentials, origin } = authorizer;
  if (!isFunction(functionName, model)) return [];
  const evidence = { kind: 'wired' as const, message: `authorizer \`${authorizer.name}\` is the function`, origin };
  const invocation = { rule: id, service: 'apigateway.amazonaws.com', source, sourceArn, functionName, evidence };
  return credentials === undefined ? [serviceInvokes(invocation, model)] : roleInvokes(invocation, credentials, model);
}
