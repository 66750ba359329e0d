import type { StackModel } from '#core/model/stack-model';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { resourceOf, roleCall } from '../shared/role-calls';
import { accessOfCall } from '../shared/state-machine-calls';
import { stateCalls, type StateCall } from '../shared/state-machines';

const id = 'state-machine-reaches-service';

export const stateMachineReachesService = defineRule({
  id,
  family: 'delivery',
  catalogue: ['L-SFN'],
  title: 'State machine can do what its tasks ask of other services',
  why: 'Step Functions calls queues, topics, tables, buckets and buses with the role of the state machine; a task whose action is not allowed fails when it is reached.',
  fix: 'Allow the action of the task on its resource in the role of the state machine.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html'],
  needs: (model) => collectNeeds(stateCalls(model).flatMap((call) => callNeeds(call, model))),
});

function callNeeds(call: StateCall, model: StackModel): readonly Need[] {
  const { role, resource } = call.machine;
  if (role === undefined) return [];
  return accessOfCall(call, model).map(({ action, arn, context }) => {
    const message = `state \`${call.state}\` of \`${resource.logicalId}\` calls \`${call.service ?? ''}:${call.operation}\``;
    return roleCall({
      rule: id,
      role,
      action,
      resource: resourceOf(arn, model),
      ...(context === undefined ? {} : { context }),
      evidence: { kind: 'wired', message, origin: call.origin },
    });
  });
}
