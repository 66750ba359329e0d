import type { Resource, StackModel } from '#core/model/stack-model';
import { textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { definedRoutes, stageTexts, type DefinedCall } from '../shared/api-definitions';
import { executeApiArn, functionInUri } from '../shared/api-gateway';
import { isFunction, serviceInvokes } from '../shared/service-invokes';

const id = 'api-definition-invokes-function';

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

/** An integration with credentials is called with that role, and the function's policy is not asked. */
function routeNeeds(route: DefinedCall, model: StackModel): readonly Need[] {
  const { source, name, functionName, origin } = route;
  if (route.credentials !== undefined || !isFunction(functionName, model)) return [];
  const message = `route \`${name}\` of \`${source.logicalId}\` is integrated with the function`;
  const evidence: Evidence = { kind: 'wired', message, origin };
  return route.sourceArns.map((sourceArn) =>
    serviceInvokes({ rule: id, service: 'apigateway.amazonaws.com', source, sourceArn, functionName, evidence }, model),
  );
}

/** AWS: `Target` makes an integration, a stage and one route, the one `RouteKey` names or else the catch-all. */
function quickCreateNeeds(api: Resource, model: StackModel): readonly Need[] {
  const target = at(api.properties, 'Target');
  const text = textOfValue(target);
  if (target === undefined || text === undefined) return [];
  const functionName = functionInUri(text);
  const hasOwnWay = ['CredentialsArn', 'RouteKey'].some((name) => at(api.properties, name) !== undefined);
  if (hasOwnWay || !isFunction(functionName, model)) return [];
  const message = `\`${api.logicalId}\` targets the function`;
  const evidence: Evidence = { kind: 'wired', message, origin: target.origin };
  return stageTexts(api, model).map((stage) =>
    serviceInvokes(
      {
        rule: id,
        service: 'apigateway.amazonaws.com',
        source: api,
        sourceArn: executeApiArn({ api: api.ref, stage, method: textOf('$default'), path: [] }, model),
        functionName,
        evidence,
      },
      model,
    ),
  );
}
