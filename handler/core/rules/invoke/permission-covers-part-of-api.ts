import { functionKey, functionTarget } from '#core/model/functions';
import type { InvokePermission, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Fault } from '../need';
import { defineFaultRule } from '../rule';
import { definedRoutes } from '../shared/api-definitions';
import { functionInUri, writtenPath } from '../shared/api-gateway';
import { partsCovered } from '../shared/api-permissions';
import { mayBeFor, serviceOf } from '../shared/inert-permissions';
import { resourceRef } from '../shared/role-needs';

const id = 'permission-covers-part-of-api';
const SERVICE = 'apigateway.amazonaws.com';

export const permissionCoversPartOfApi = defineFaultRule({
  id,
  family: 'invoke',
  catalogue: ['L-APIGW-REST', 'L-APIGW-HTTP'],
  title: 'Permission covers every call that a route takes',
  why: 'A route for ANY verb, or for any path below it, calls the function with the verb and the path of each request; a permission that names one verb or one path lets only that one through, and the others end in an error 500.',
  fix: 'Write `*` for the verb and for the part of the path that varies: `<api>/*/*/orders/*`.',
  breaks: 'run',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html',
  ],
  faults: (model) =>
    [...methodCalls(model), ...routeCalls(model), ...definedCalls(model)].flatMap((call) =>
      partialPermissions(call, model),
    ),
});

interface Call {
  readonly source: Resource;
  readonly api: Text;
  readonly verb: string;
  /** As written, `/orders/{id}`. */
  readonly path: string;
  readonly uri: Text;
}

function methodCalls(model: StackModel): readonly Call[] {
  return model.lookup.ofType('AWS::ApiGateway::Method').flatMap((source) => {
    const { properties } = source;
    const [api, verb, resource, uri] = [
      textOfValue(at(properties, 'RestApiId')),
      literalOf(textOfValue(at(properties, 'HttpMethod')) ?? []),
      textOfValue(at(properties, 'ResourceId')),
      textOfValue(at(properties, 'Integration', 'Uri')),
    ];
    const path = resource === undefined ? undefined : writtenPath(resource, model);
    const isCalledWithRole = at(properties, 'Integration', 'Credentials') !== undefined;
    if (api === undefined || verb === undefined || path === undefined || uri === undefined || isCalledWithRole)
      return [];
    return [{ source, api, verb, path, uri }];
  });
}

function routeCalls(model: StackModel): readonly Call[] {
  return model.lookup.ofType('AWS::ApiGatewayV2::Integration').flatMap((integration) => {
    const uri = textOfValue(at(integration.properties, 'IntegrationUri'));
    const api = textOfValue(at(integration.properties, 'ApiId'));
    if (uri === undefined || api === undefined || at(integration.properties, 'CredentialsArn') !== undefined) return [];
    return model.lookup.ofType('AWS::ApiGatewayV2::Route').flatMap((source) => {
      const target = showText(textOfValue(at(source.properties, 'Target')) ?? []);
      const [verb, path] = (literalOf(textOfValue(at(source.properties, 'RouteKey')) ?? []) ?? '').split(' ');
      if (target !== `integrations/${showText(integration.ref)}` || verb === undefined || path === undefined) return [];
      return [{ source, api, verb, path, uri }];
    });
  });
}

function definedCalls(model: StackModel): readonly Call[] {
  return definedRoutes(model).flatMap(({ source, name, functionName, credentials }) => {
    const [verb, path] = name.split(' ');
    if (verb === undefined || path === undefined || path.includes('$default') || credentials !== undefined) return [];
    return [{ source, api: source.ref, verb, path, uri: functionName }];
  });
}

/** Where another permission covers the rest, or may, there is nothing to say. */
function partialPermissions({ source, api, verb, path, uri }: Call, model: StackModel): readonly Fault[] {
  const target = functionTarget(functionInUri(uri), model.names);
  const called = showText(target.arn);
  const given = (model.permissionsByFunction.get(functionKey(target)) ?? []).filter(
    (each) => showText(each.target.arn) === called,
  );
  if (given.some((each) => mayBeFor(each, SERVICE))) return [];
  const permissions = given.filter((each) => serviceOf(each) === SERVICE);
  const covered = partsCovered(permissions, { api, verb, path });
  const [first] = covered ?? [];
  if (covered === undefined || first === undefined) return [];
  return [faultOf({ source, verb, path }, first.permission, { covered: covered.map(({ part }) => part), model })];
}

interface Shown {
  readonly covered: readonly string[];
  readonly model: StackModel;
}

function faultOf(call: Pick<Call, 'source' | 'verb' | 'path'>, permission: InvokePermission, shown: Shown): Fault {
  const { source, verb, path } = call;
  const { resource, target } = permission;
  const origin = at(resource.properties, 'SourceArn')?.origin ?? resource.origin;
  const parts = [...new Set(shown.covered)].map((part) => `\`${part}\``).join(', ');
  return {
    rule: id,
    function: target.function,
    logicalId: source.logicalId,
    message: `\`${source.logicalId}\` takes \`${verb} ${path}\`, and its permission lets only ${parts} through`,
    origin,
    evidence: { kind: 'wired', message: `\`${source.logicalId}\` calls the function`, origin: source.origin },
    action: 'lambda:InvokeFunction',
    resource: resourceRef(target.arn, shown.model, target.logicalId),
  };
}
