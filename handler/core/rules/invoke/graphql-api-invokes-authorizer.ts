import type { Resource } from '#core/model/stack-model';
import { at, itemsOf, type Value } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'graphql-api-invokes-authorizer';

export const graphqlApiInvokesAuthorizer = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-APPSYNC-AUTH', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'AppSync can invoke the authorizer function of an API',
  why: 'AppSync calls an authorizer as appsync.amazonaws.com with the API as SourceArn; the role of a data source is not used for it.',
  fix: 'Add an AWS::Lambda::Permission for appsync.amazonaws.com with the ARN of the API as SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::AppSync::GraphQLApi', 'AWS::AppSync::Api').flatMap((source) =>
      providersOf(source).flatMap((provider) =>
        serviceInvokesTarget(
          {
            rule: id,
            service: 'appsync.amazonaws.com',
            source,
            sourceArn: source.arn,
            target: at(provider, 'LambdaAuthorizerConfig', 'AuthorizerUri'),
            words: 'authorizes with the function',
          },
          model,
        ),
      ),
    ),
});

/** The API's own provider, further ones, and those of an event API. */
function providersOf({ properties }: Resource): readonly Value[] {
  const further = itemsOf(at(properties, 'AdditionalAuthenticationProviders'));
  return [properties, ...further, ...itemsOf(at(properties, 'EventConfig', 'AuthProviders'))];
}
