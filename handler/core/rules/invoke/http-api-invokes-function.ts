import type { Resource, StackModel } from '#core/model/stack-model';
import { hole, holesOf, literalOf, showText, splitText, textOf, type Hole, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { anyOf, deeperPath, executeApiArn, functionInUri, pathText, stageOf } from '../shared/api-gateway';
import { isFunction, roleInvokes, serviceInvokes } from '../shared/service-invokes';

const id = 'http-api-invokes-function';

export const httpApiInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-APIGW-HTTP', 'L-APIGW-WS', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'API Gateway can invoke the function behind a route',
  why: 'A route whose integration has no credentials calls the function as apigateway.amazonaws.com; the SourceArn it sends names API, stage and route.',
  fix: 'Add an AWS::Lambda::Permission for apigateway.amazonaws.com whose SourceArn is `arn:…:execute-api:…:<api>/*/*`.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html',
  ],
  needs: (model) =>
    model.lookup.ofType('AWS::ApiGatewayV2::Integration').flatMap((each) => integrationNeeds(each, model)),
});

function integrationNeeds(source: Resource, model: StackModel): readonly Need[] {
  const uri = at(source.properties, 'IntegrationUri');
  const uriText = textOfValue(uri);
  const api = textOfValue(at(source.properties, 'ApiId'));
  if (uri === undefined || uriText === undefined || api === undefined) return [];
  const functionName = functionInUri(uriText);
  if (!isFunction(functionName, model)) return [];
  const evidence = {
    kind: 'wired' as const,
    message: `integration \`${source.logicalId}\` calls the function`,
    origin: uri.origin,
  };
  const stage = stageOf(api, model);
  const role = at(source.properties, 'CredentialsArn');
  return routesOf(source, model).flatMap((route) => {
    const [sourceArn, ...deeper] = routeArns({ api, stage, route }, model);
    const invocation = { rule: id, service: 'apigateway.amazonaws.com', source, sourceArn, functionName, evidence };
    if (role !== undefined) return roleInvokes(invocation, role, model);
    const orNeeds = deeper.map((arn) => serviceInvokes({ ...invocation, sourceArn: arn }, model));
    return [{ ...serviceInvokes(invocation, model), orNeeds }];
  });
}

/** Keys of the routes that lead to the integration; an integration without routes is called by nobody. */
function routesOf(integration: Resource, model: StackModel): readonly Text[] {
  return model.lookup.ofType('AWS::ApiGatewayV2::Route').flatMap((route) => {
    const target = textOfValue(at(route.properties, 'Target'));
    const key = textOfValue(at(route.properties, 'RouteKey'));
    if (target === undefined || key === undefined) return [];
    return showText(target) === `integrations/${showText(integration.ref)}` ? [key] : [];
  });
}

interface RouteCall {
  readonly api: Text;
  readonly stage: Text;
  readonly route: Text;
}

/** Any of these is called. */
function routeArns({ api, stage, route }: RouteCall, model: StackModel): readonly Text[] {
  const [unknown] = holesOf(route);
  if (unknown !== undefined) return [executeApiArn({ api, stage, ...partlyKnown(route, unknown) }, model)];
  const [verb, path] = (literalOf(route) ?? '').split(' ');
  // `$default` and the routes of a WebSocket API stand where an HTTP route has its verb.
  if (verb === undefined || path?.startsWith('/') !== true) {
    return [executeApiArn({ api, stage, method: route, path: [] }, model)];
  }
  const method = verb === 'ANY' ? textOf(anyOf('verb of the route')) : textOf(verb);
  const deeper = deeperPath(path);
  const paths = deeper === undefined ? [pathText(path)] : [pathText(path), deeper];
  return paths.map((each) => executeApiArn({ api, stage, method, path: each }, model));
}

/** Where the verb is not spelt out, or a path parameter is not, the route may be any. */
function partlyKnown(route: Text, { reason }: Hole): { readonly method: Text; readonly path: Text } {
  const [verb, path = [], ...more] = splitText(route, ' ');
  const method = literalOf(verb ?? []);
  const [start] = path;
  const isSpelt = method !== undefined && typeof start === 'string' && start.startsWith('/') && more.length === 0;
  if (!isSpelt || showText(path).includes('{$')) return { method: textOf(hole(showText(route), reason)), path: [] };
  return {
    method: method === 'ANY' ? textOf(anyOf('verb of the route')) : textOf(method),
    path: textOf(...path.map((part) => (typeof part === 'string' ? pathText(part) : part))),
  };
}
