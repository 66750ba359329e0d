import type { EnvironmentReference, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { API } from '../shared/data-accesses';
import { dataNeeds, isCalled } from '../shared/data-needs';
import { grantedUses, needAsGranted } from '../shared/granted-uses';
import { formsOf } from '../shared/resource-forms';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-calls-protected-api';

export const functionCallsProtectedApi = defineRule({
  id,
  family: 'data',
  catalogue: ['A-APIGW-IAM'],
  title: 'Function can call the API that asks for IAM credentials',
  why: 'execute-api:Invoke is asked of `<API>/<stage>/<verb>/<path>`; a grant on the API alone, or on its ARN of the service apigateway, never has an effect.',
  fix: 'Allow execute-api:Invoke on `arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:<API>/*`, or on the stage, verb and path that are called.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-api-execution.html',
  ],
  needs: (model) =>
    collectNeeds([
      ...dataNeeds(id, API, model).filter(isCalled),
      ...grantedUses('execute-api:Invoke', model)
        .filter(({ grant }) => grant.function !== undefined)
        .map((use) => needAsGranted(id, use, model)),
      ...model.environmentReferences.flatMap((each) => urlNeed(each, model)),
    ]),
});

/** The URL of an API whose every method asks for a signature is of use to nobody else. */
function urlNeed(
  { resource, function: lambda, variable, origin }: EnvironmentReference,
  model: StackModel,
): readonly Need[] {
  const url = showText(textOfValue(lambda.environment.get(variable)) ?? []);
  const [arn] = formsOf('execute-api:Invoke', resource);
  if (arn === undefined || !url.includes('.execute-api.') || !asksForSignature(resource, model)) return [];
  const message = `environment variable \`${variable}\` of \`${lambda.logicalId}\` holds the URL of \`${resource.logicalId}\`, which asks for IAM credentials`;
  return [
    roleNeed({
      rule: id,
      function: lambda,
      by: 'function-code',
      action: 'execute-api:Invoke',
      resource: resourceRef(arn, model, resource.logicalId),
      evidence: [{ kind: 'referenced', message, origin }],
    }),
  ];
}

const METHODS: readonly (readonly [type: string, api: string])[] = [
  ['AWS::ApiGateway::Method', 'RestApiId'],
  ['AWS::ApiGatewayV2::Route', 'ApiId'],
];

function asksForSignature(api: Resource, model: StackModel): boolean {
  const methods = METHODS.flatMap(([type, property]) =>
    model.lookup
      .ofType(type)
      .filter(({ properties }) => showText(textOfValue(at(properties, property)) ?? []) === showText(api.ref)),
  ).filter(({ properties }) => literalOf(textOfValue(at(properties, 'HttpMethod')) ?? []) !== 'OPTIONS');
  const isSigned = ({ properties }: Resource): boolean =>
    literalOf(textOfValue(at(properties, 'AuthorizationType')) ?? []) === 'AWS_IAM';
  return methods.length > 0 && methods.every(isSigned);
}
