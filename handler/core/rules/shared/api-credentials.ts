import type { Resource, Role, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { showText, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import { apiAuthorizers, definedRoutes, type DefinedCall } from './api-definitions';
import { functionInUri } from './api-gateway';
import { isFunction } from './service-invokes';

/** A function that API Gateway calls with a role. */
export interface CallWithRole {
  readonly source: Resource;
  readonly role: Role;
  /** Where the role is named. */
  readonly roleOrigin: Origin;
  readonly functionName: Text;
  readonly origin: Origin;
}

/** Methods, integrations, routes and authorizers with credentials of their own. */
export function apiCallsWithRole(model: StackModel): readonly CallWithRole[] {
  const declared = [
    ...model.lookup.ofType('AWS::ApiGateway::Method').flatMap((method) => declaredCall(method, METHOD)),
    ...model.lookup.ofType('AWS::ApiGatewayV2::Integration').flatMap((each) => declaredCall(each, INTEGRATION)),
  ];
  return [...declared, ...definedRoutes(model), ...apiAuthorizers(model)].flatMap((call) => withRole(call, model));
}

type Call = Pick<DefinedCall, 'source' | 'functionName' | 'credentials' | 'origin'>;

interface Properties {
  readonly uri: readonly string[];
  readonly credentials: readonly string[];
}
const METHOD: Properties = { uri: ['Integration', 'Uri'], credentials: ['Integration', 'Credentials'] };
const INTEGRATION: Properties = { uri: ['IntegrationUri'], credentials: ['CredentialsArn'] };

function declaredCall(source: Resource, { uri, credentials }: Properties): readonly Call[] {
  const written = at(source.properties, ...uri);
  const text = textOfValue(written);
  if (written === undefined || text === undefined) return [];
  return [
    {
      source,
      functionName: functionInUri(text),
      credentials: at(source.properties, ...credentials),
      origin: written.origin,
    },
  ];
}

function withRole({ source, functionName, credentials, origin }: Call, model: StackModel): readonly CallWithRole[] {
  const arn = textOfValue(credentials);
  if (credentials === undefined || arn === undefined || isCallersOwn(credentials)) return [];
  if (!isFunction(functionName, model)) return [];
  return [{ source, role: model.roleNamed(arn), roleOrigin: credentials.origin, functionName, origin }];
}

/** AWS: `arn:aws:iam::*:user/*` stands for the credentials of whoever calls the API. */
function isCallersOwn(credentials: Value): boolean {
  return showText(textOfValue(credentials) ?? []).endsWith(':iam::*:user/*');
}
