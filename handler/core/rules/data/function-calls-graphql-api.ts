import type { StackModel } from '#core/model/stack-model';
import { literalOf } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { GRAPHQL_API } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-calls-graphql-api';

export const functionCallsGraphqlApi = defineRule({
  id,
  family: 'data',
  catalogue: ['A-APPSYNC'],
  title: 'Function can call the GraphQL API',
  why: 'appsync:GraphQL is asked of fields, so a grant on the ARN of the API without `/*` never has an effect.',
  fix: 'Allow appsync:GraphQL on `<API ARN>/*`, or on `/types/<type>/fields/<field>` below it.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/appsync/latest/devguide/security_iam_service-with-iam.html'],
  needs: (model) =>
    dataNeeds(id, GRAPHQL_API, model).filter(
      ({ evidence, resource }) =>
        evidence.some(({ kind }) => kind !== 'referenced') || asksForSignature(resource.logicalId, model),
    ),
});

/** The URL of an API that takes keys or tokens says nothing of permissions. */
function asksForSignature(logicalId: string | undefined, model: StackModel): boolean {
  const properties = logicalId === undefined ? undefined : model.lookup.all.get(logicalId)?.properties;
  const others = itemsOf(at(properties, 'AdditionalAuthenticationProviders'));
  return [properties, ...others].some(
    (each) => literalOf(textOfValue(at(each, 'AuthenticationType')) ?? []) === 'AWS_IAM',
  );
}
