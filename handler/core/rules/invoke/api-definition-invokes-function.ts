import type { Resource, StackModel } from '#core/model/stack-model';
import { textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { definedRoutes, type DefinedCall } from '../shared/api-definitions';
import { executeApiArn, functionInUri } from '../shared/api-gateway';
import { isFunction, roleInvokes, serviceInvokes } from '../shared/service-invokes';

const id = 'api-definition-invokes-function';
const SERVICE = 'apigateway.amazonaws.com';

export const apiDefinitionInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-APIGW-REST', 'L-APIGW-HTTP', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'API Gateway can invoke the function behind a route of an OpenAPI document',
  why: 'A route whose integration has no credentials calls the function as apigateway.amazonaws.com; the SourceArn it sends names API, stage, verb and path, and all of them must fit the permission.',
  fix: 'Add an AWS::Lambda::Permission for apigateway.amazonaws.com whose SourceArn is `arn:…:execute-api:…:<api>/*/<verb>/<path>`.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html',
  ],
  needs: (model) => [
    ...definedRoutes(model).flatMap((route) => routeNeeds(route, model)),
    ...model.lookup.ofType('AWS::ApiGatewayV2::Api').flatMap((api) => quickCreateNeeds(api, model)),
  ],
});

/** With credentials of its own API Gateway calls as that role, and the function's policy is not asked. */
function routeNeeds(route: DefinedCall, model: StackModel): readonly Need[] {
  const { source, sourceArn, deeperArn, functionName, credentials, origin } = route;
  if (!isFunction(functionName, model)) return [];
  const message = `route \`${route.name}\` of \`${source.logicalId}\` is integrated with the function`;
  const evidence: Evidence = { kind: 'wired', message, origin };
  const invocation = { rule: id, service: SERVICE, source, sourceArn, functionName, evidence };
  if (credentials !== undefined) return roleInvokes(invocation, credentials, model);
  const need = serviceInvokes(invocation, model);
  if (deeperArn === undefined) return [need];
  return [{ ...need, orNeeds: [serviceInvokes({ ...invocation, sourceArn: deeperArn }, model)] }];
}

/** AWS: `Target` makes an integration, a stage and one route, the one `RouteKey` names or else the catch-all. */
function quickCreateNeeds(api: Resource, model: StackModel): readonly Need[] {
  const target = at(api.properties, 'Target');
  const text = textOfValue(target);
  if (target === undefined || text === undefined || at(api.properties, 'RouteKey') !== undefined) return [];
  const functionName = functionInUri(text);
  if (!isFunction(functionName, model)) return [];
  const evidence: Evidence = {
    kind: 'wired',
    message: `\`${api.logicalId}\` targets the function`,
    origin: target.origin,
  };
  const route = { api: api.ref, stage: textOf('$default'), method: textOf('$default'), path: [] };
  const sourceArn = executeApiArn(route, model);
  const invocation = { rule: id, service: SERVICE, source: api, sourceArn, functionName, evidence };
  const role = at(api.properties, 'CredentialsArn');
  return role === undefined ? [serviceInvokes(invocation, model)] : roleInvokes(invocation, role, model);
}
