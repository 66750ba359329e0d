import type { EnvironmentReference, StackModel } from '#core/model/stack-model';
import { hole, literalOf, showText, textOf, type Hole } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { stageOf } from '../shared/api-gateway';
import { collectNeeds } from '../shared/collected-needs';
import { grantedNeed, grantedUses } from '../shared/granted-uses';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-answers-connections';

export const functionAnswersConnections = defineRule({
  id,
  family: 'data',
  catalogue: ['A-WSREPLY'],
  title: 'Function can answer the connections of the WebSocket API',
  why: 'Posting to a connection is execute-api:ManageConnections of `<API>/<stage>/POST/@connections/<id>`; execute-api:Invoke, which clients need, does not cover it.',
  fix: 'Allow execute-api:ManageConnections on `arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*`.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html',
  ],
  needs: (model) =>
    collectNeeds([
      ...grantedUses('execute-api:ManageConnections', model)
        .filter(({ grant }) => grant.function !== undefined)
        .map((use) => grantedNeed(id, use, model)),
      ...model.environmentReferences.flatMap((each) => connectionNeed(each, model)),
    ]),
});

/** The callback URL of a WebSocket API is of use for nothing else. */
function connectionNeed(reference: EnvironmentReference, model: StackModel): readonly Need[] {
  const { resource, function: lambda, variable, origin } = reference;
  const url = textOfValue(lambda.environment.get(variable));
  const protocol = literalOf(textOfValue(at(resource.properties, 'ProtocolType')) ?? []);
  if (protocol !== 'WEBSOCKET' || resource.arn === undefined || !showText(url ?? []).includes('.execute-api.'))
    return [];
  const any = (what: string): Hole =>
    hole(`any ${what} of ${resource.logicalId}`, { kind: 'any-object', of: resource.logicalId }, ANY_NAME);
  const arn = textOf(resource.arn, '/', stageOf(resource.ref, model), '/POST/@connections/', any('connection'));
  const message = `environment variable \`${variable}\` of \`${lambda.logicalId}\` holds the callback URL of \`${resource.logicalId}\``;
  return [
    roleNeed({
      rule: id,
      function: lambda,
      by: 'function-code',
      action: 'execute-api:ManageConnections',
      resource: resourceRef(arn, model, resource.logicalId),
      evidence: [{ kind: 'referenced', message, origin }],
    }),
  ];
}

const ANY_NAME = { without: '/*?$', minLength: 1, maxLength: 128 };
