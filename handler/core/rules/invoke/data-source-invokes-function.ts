import type { Resource, StackModel } from '#core/model/stack-model';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { handoverNeeds } from '../shared/handovers';
import { roleAt } from '../shared/role-calls';
import { serviceAssumes } from '../shared/role-trust';

const id = 'data-source-invokes-function';

export const dataSourceInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-APPSYNC', 'L-QUALIFIER'],
  title: 'AppSync can invoke the function of a data source',
  why: 'AppSync calls the function with the role of the data source; a permission for appsync.amazonaws.com is asked for authorizers only.',
  fix: 'Let the role of the data source trust appsync.amazonaws.com and allow lambda:InvokeFunction on the function.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/appsync/latest/devguide/attaching-a-data-source.html'],
  needs: (model) => model.lookup.ofType('AWS::AppSync::DataSource').flatMap((source) => sourceNeeds(source, model)),
});

function sourceNeeds({ properties, logicalId }: Resource, model: StackModel): readonly Need[] {
  const lambda = at(properties, 'LambdaConfig', 'LambdaFunctionArn');
  const target = textOfValue(lambda);
  const role = roleAt(properties, ['ServiceRoleArn'], model);
  if (lambda === undefined || target === undefined || role === undefined) return [];
  const roleOrigin = at(properties, 'ServiceRoleArn')?.origin ?? lambda.origin;
  const evidence = {
    kind: 'wired' as const,
    message: `data source \`${logicalId}\` is the function`,
    origin: lambda.origin,
  };
  return [
    serviceAssumes({ rule: id, service: 'appsync.amazonaws.com', role, logicalId, origin: roleOrigin }, model),
    ...handoverNeeds(id, { role, by: 'other-service', target, evidence }, model),
  ];
}
