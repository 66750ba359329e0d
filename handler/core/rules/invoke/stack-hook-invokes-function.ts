import type { Resource, StackModel } from '#core/model/stack-model';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { handoverNeeds } from '../shared/handovers';
import { roleAt } from '../shared/role-calls';
import { serviceAssumes } from '../shared/role-trust';

const id = 'stack-hook-invokes-function';

export const stackHookInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-HOOKFN'],
  title: 'CloudFormation can invoke the function of a hook',
  why: 'CloudFormation calls the function of a Lambda Hook with the execution role of the hook, which it assumes as hooks.cloudformation.amazonaws.com.',
  fix: 'Let the role trust hooks.cloudformation.amazonaws.com and allow lambda:InvokeFunction on the function.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks.html'],
  needs: (model) => model.lookup.ofType('AWS::CloudFormation::LambdaHook').flatMap((hook) => hookNeeds(hook, model)),
});

function hookNeeds({ properties, logicalId }: Resource, model: StackModel): readonly Need[] {
  const lambda = at(properties, 'LambdaFunction');
  const target = textOfValue(lambda);
  const roleValue = at(properties, 'ExecutionRole');
  const role = roleAt(properties, ['ExecutionRole'], model);
  if (lambda === undefined || target === undefined || roleValue === undefined || role === undefined) return [];
  const service = 'hooks.cloudformation.amazonaws.com';
  const evidence = { kind: 'wired' as const, message: `hook \`${logicalId}\` is the function`, origin: lambda.origin };
  return [
    serviceAssumes({ rule: id, service, role, logicalId, origin: roleValue.origin }, model),
    ...handoverNeeds(id, { role, by: 'other-service', target, evidence }, model),
  ];
}
