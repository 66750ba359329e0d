import { functionTarget } from '#core/model/functions';
import type { StackModel } from '#core/model/stack-model';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { roleCall } from '../shared/role-calls';
import { resourceRef } from '../shared/role-needs';
import { calledFunction } from '../shared/state-machine-calls';
import { stateCalls, type StateCall } from '../shared/state-machines';
import { collectNeeds } from '../shared/collected-needs';

const id = 'state-machine-invokes-function';

export const stateMachineInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-SFN', 'L-QUALIFIER'],
  title: 'State machine can invoke the function of a task',
  why: 'Step Functions calls the function with the role of the state machine, on exactly the ARN that the definition names: alias, version and `$LATEST` are resources of their own. A permission for states.amazonaws.com is never asked.',
  fix: 'Allow lambda:InvokeFunction on the function, and on `<function ARN>:*` where the definition names a version or alias, in the role of the state machine.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html',
  ],
  needs: (model) => collectNeeds(stateCalls(model).flatMap((call) => invokeNeed(call, model))),
});

/** A function that the input of the execution names is not known before it runs. */
function invokeNeed(call: StateCall, model: StackModel): readonly Need[] {
  const arn = calledFunction(call, model);
  const { role } = call;
  const { resource } = call.machine;
  if (arn === undefined || role === undefined) return [];
  const target = functionTarget(arn, model.names);
  const message = `state \`${call.state}\` of \`${resource.logicalId}\` invokes the function`;
  return [
    roleCall({
      rule: id,
      role,
      action: 'lambda:InvokeFunction',
      resource: resourceRef(arn, model, target.logicalId),
      evidence: { kind: 'wired', message, origin: call.origin },
      function: target.function,
    }),
  ];
}
