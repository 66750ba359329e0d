import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, textOf, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { anyOf, deeperPath, executeApiArn, functionInUri, pathText, stageOf, writtenPath } from '../shared/api-gateway';
import { isFunction, roleInvokes, serviceInvokes } from '../shared/service-invokes';

const id = 'rest-api-invokes-function';

export const restApiInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-APIGW-REST', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'API Gateway can invoke the function behind a method',
  why: 'A method without credentials calls the function as apigateway.amazonaws.com; the SourceArn it sends names API, stage, verb and path, and all of them must fit the permission.',
  fix: 'Add an AWS::Lambda::Permission for apigateway.amazonaws.com whose SourceArn is `arn:…:execute-api:…:<api>/*/<verb>/<path>`.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html',
  ],
  needs: (model) => model.lookup.ofType('AWS::ApiGateway::Method').flatMap((method) => methodNeeds(method, model)),
});

function methodNeeds(source: Resource, model: StackModel): readonly Need[] {
  const uri = at(source.properties, 'Integration', 'Uri');
  const uriText = textOfValue(uri);
  const api = textOfValue(at(source.properties, 'RestApiId'));
  if (uri === undefined || uriText === undefined || api === undefined) return [];
  const functionName = functionInUri(uriText);
  if (!isFunction(functionName, model)) return [];
  const evidence = {
    kind: 'wired' as const,
    message: `method \`${source.logicalId}\` is integrated with the function`,
    origin: uri.origin,
  };
  const [path, ...deeper] = pathsOf(source, model).map((each) =>
    executeApiArn({ api, stage: stageOf(api, model), method: verbOf(source), path: each }, model),
  );
  const invocation = { rule: id, service: 'apigateway.amazonaws.com', source, sourceArn: path, functionName, evidence };
  const role = at(source.properties, 'Integration', 'Credentials');
  if (role !== undefined) return roleInvokes(invocation, role, model);
  const orNeeds = deeper.map((sourceArn) => serviceInvokes({ ...invocation, sourceArn }, model));
  return [{ ...serviceInvokes(invocation, model), orNeeds }];
}

function verbOf(method: Resource): Text {
  const verb = textOfValue(at(method.properties, 'HttpMethod'));
  return verb === undefined || literalOf(verb) === 'ANY' ? textOf(anyOf(`verb of ${method.logicalId}`)) : verb;
}

/** Any of these is called. */
function pathsOf(method: Resource, model: StackModel): readonly Text[] {
  const resource = textOfValue(at(method.properties, 'ResourceId'));
  const path = resource === undefined ? undefined : writtenPath(resource, model);
  if (path === undefined) return [textOf('/', anyOf(`path of ${method.logicalId}`, ''))];
  const deeper = deeperPath(path);
  return deeper === undefined ? [pathText(path)] : [pathText(path), deeper];
}
