import type { Resource, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { literalOf, textOf, type Text } from '#core/value/text';
import { at, entryOf, itemsOf, textOfValue, type Value } from '#core/value/value';
import { anyOf, deeperPath, executeApiArn, functionInUri, pathText, stageOf } from './api-gateway';
import { valueOfJsonText } from './json-text';

/** Something an API calls, be it a resource or its OpenAPI document that says so. */
export interface DefinedCall {
  readonly source: Resource;
  /** `GET /orders`, or the name of an authorizer. */
  readonly name: string;
  readonly functionName: Text;
  readonly credentials: Value | undefined;
  /** What API Gateway sends as `aws:SourceArn`. */
  readonly sourceArn: Text;
  /** The same for calls deeper below a greedy path. */
  readonly deeperArn?: Text;
  readonly origin: Origin;
}

interface Definition {
  readonly api: Resource;
  readonly body: Value;
}

const API_TYPES = ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'];

/** OpenAPI documents in the template; one that lies in S3 is not seen. */
function definitions(model: StackModel): readonly Definition[] {
  return model.lookup.ofType(...API_TYPES).flatMap((api) => {
    const written = at(api.properties, 'Body');
    const text = written?.kind === 'text' ? written.text : undefined;
    const body = text === undefined ? written : valueOfJsonText(text, api.origin);
    return body?.kind === 'map' ? [{ api, body }] : [];
  });
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html */
export function definedRoutes(model: StackModel): readonly DefinedCall[] {
  return definitions(model).flatMap((definition) =>
    entriesOf(at(definition.body, 'paths')).flatMap(([path, methods]) =>
      entriesOf(methods).flatMap(([method, operation]) => routeCall({ definition, path, method, operation }, model)),
    ),
  );
}

interface Route {
  readonly definition: Definition;
  readonly path: string;
  readonly method: string;
  readonly operation: Value;
}

const INTEGRATION = 'x-amazon-apigateway-integration';

function routeCall({ definition, path, method, operation }: Route, model: StackModel): readonly DefinedCall[] {
  const { api, body } = definition;
  const integration = followed(entryOf(operation, INTEGRATION), body);
  const uri = at(integration, 'uri');
  const text = textOfValue(uri);
  if (uri === undefined || text === undefined) return [];
  const called = { api: api.ref, stage: stageOf(api.ref, model), method: verbOf(method, path) };
  const deeper = deeperPath(path);
  return [
    {
      source: api,
      name: `${method === ANY ? 'ANY' : method.toUpperCase()} ${path}`,
      functionName: functionInUri(text),
      credentials: at(integration, 'credentials'),
      sourceArn: executeApiArn({ ...called, path: isDefault(path) ? [] : pathText(path) }, model),
      ...(deeper === undefined ? {} : { deeperArn: executeApiArn({ ...called, path: deeper }, model) }),
      origin: uri.origin,
    },
  ];
}

const ANY = 'x-amazon-apigateway-any-method';

/** AWS: the catch-all route of an HTTP API is called with its name where others have verb and path. */
function isDefault(path: string): boolean {
  return path === '/$default' || path === '$default';
}

function verbOf(method: string, path: string): Text {
  if (isDefault(path)) return textOf('$default');
  return method === ANY ? textOf(anyOf(`verb of ${path}`)) : textOf(method.toUpperCase());
}

/** An integration may be kept among the document's components. */
function followed(integration: Value | undefined, body: Value): Value | undefined {
  const reference = literalOf(textOfValue(at(integration, '$ref')) ?? []);
  if (reference?.startsWith('#/') !== true) return integration;
  return at(body, ...reference.slice(2).split('/'));
}

/** Lambda authorizers, declared as resources or in OpenAPI documents. */
export function apiAuthorizers(model: StackModel): readonly DefinedCall[] {
  return [
    ...model.lookup
      .ofType('AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer')
      .flatMap((authorizer) => declaredAuthorizer(authorizer, model)),
    ...definedAuthorizers(model),
  ];
}

function declaredAuthorizer(source: Resource, model: StackModel): readonly DefinedCall[] {
  const { properties } = source;
  const uri = at(properties, 'AuthorizerUri');
  const text = textOfValue(uri);
  const api = textOfValue(at(properties, source.type === 'AWS::ApiGateway::Authorizer' ? 'RestApiId' : 'ApiId'));
  if (uri === undefined || text === undefined || api === undefined) return [];
  return [
    {
      source,
      name: source.logicalId,
      functionName: functionInUri(text),
      credentials: at(properties, 'AuthorizerCredentials') ?? at(properties, 'AuthorizerCredentialsArn'),
      sourceArn: authorizerArn(api, source.ref, model),
      origin: uri.origin,
    },
  ];
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
function definedAuthorizers(model: StackModel): readonly DefinedCall[] {
  return definitions(model).flatMap(({ api, body }) =>
    [at(body, 'securityDefinitions'), at(body, 'components', 'securitySchemes')].flatMap((schemes) =>
      entriesOf(schemes)
        .filter(([name]) => mayBeUsed(name, body))
        .flatMap(([name, scheme]) => authorizerCall({ api, name, scheme }, model)),
    ),
  );
}

/** An authorizer that no operation asks for is never called. */
function mayBeUsed(name: string, body: Value): boolean {
  const operations = entriesOf(at(body, 'paths')).flatMap(([, methods]) => [methods, ...valuesOf(methods)]);
  const asked = [body, ...operations].flatMap((each) => (each.kind === 'unknown' ? [each] : askedBy(each)));
  return asked.some((item) => item.kind === 'unknown' || entryOf(item, name) !== undefined);
}

function askedBy(operation: Value): readonly Value[] {
  return itemsOf(entryOf(operation, 'security'));
}

function valuesOf(value: Value): readonly Value[] {
  return entriesOf(value).map(([, entry]) => entry);
}

interface Scheme {
  readonly api: Resource;
  readonly name: string;
  readonly scheme: Value;
}

function authorizerCall({ api, name, scheme }: Scheme, model: StackModel): readonly DefinedCall[] {
  const authorizer = entryOf(scheme, 'x-amazon-apigateway-authorizer');
  const uri = at(authorizer, 'authorizerUri');
  const text = textOfValue(uri);
  if (uri === undefined || text === undefined) return [];
  return [
    {
      source: api,
      name,
      functionName: functionInUri(text),
      credentials: at(authorizer, 'authorizerCredentials'),
      sourceArn: authorizerArn(api.ref, textOf(anyOf(`id of authorizer ${name}`)), model),
      origin: uri.origin,
    },
  ];
}

/** AWS: what an authorizer calls with has neither a stage nor a path. */
function authorizerArn(api: Text, authorizer: Text, { place }: StackModel): Text {
  const { partition, region, account } = place;
  return textOf('arn:', partition, ':execute-api:', region, ':', account, ':', api, '/authorizers/', authorizer);
}

function entriesOf(value: Value | undefined): readonly (readonly [string, Value])[] {
  return value?.kind === 'map' ? [...value.entries] : [];
}
