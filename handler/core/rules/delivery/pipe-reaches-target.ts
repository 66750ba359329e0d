import type { StackModel } from '#core/model/stack-model';
import { literalOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { handoverNeeds } from '../shared/handovers';
import { pipes, pipeStep, type Pipe } from '../shared/pipes';
import { serviceAssumes } from '../shared/role-trust';

const id = 'pipe-reaches-target';

export const pipeReachesTarget = defineRule({
  id,
  family: 'delivery',
  catalogue: ['P-LAMBDA', 'L-QUALIFIER'],
  title: 'Pipe can call its enrichment and its target',
  why: 'A pipe calls everything with its own role, on exactly the ARN that it names; a permission for the service on a function is never asked.',
  fix: 'Let the role trust pipes.amazonaws.com and allow the action of the target, lambda:InvokeFunction for a function, on its ARN.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html'],
  needs: (model) => pipes(model).flatMap((pipe) => pipeNeeds(pipe, model)),
});

function pipeNeeds(pipe: Pipe, model: StackModel): readonly Need[] {
  const { resource, role, roleOrigin: origin } = pipe;
  return [
    serviceAssumes({ rule: id, service: 'pipes.amazonaws.com', role, logicalId: resource.logicalId, origin }, model),
    ...pipeStep(pipe, 'Enrichment').flatMap((each) => handoverNeeds(id, each, model).map(synchronous)),
    ...pipeStep(pipe, 'Target').flatMap((each) => handoverNeeds(id, each, model).map((need) => execution(need, pipe))),
  ];
}

const SYNCHRONOUS = 'states:StartSyncExecution';

function synchronous(need: Need): Need {
  return need.action === 'states:StartExecution' ? { ...need, action: SYNCHRONOUS } : need;
}

/**
 * Where the pipe does not say whether it waits for the execution, it hangs on the type of the state machine.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeTargetStateMachineParameters.html
 */
function execution(need: Need, { resource }: Pipe): Need {
  if (need.action !== 'states:StartExecution') return need;
  const invocation = at(
    resource.properties,
    'TargetParameters',
    'StepFunctionStateMachineParameters',
    'InvocationType',
  );
  switch (literalOf(textOfValue(invocation) ?? [])) {
    case 'REQUEST_RESPONSE':
      return synchronous(need);
    case 'FIRE_AND_FORGET':
      return need;
    default:
      return { ...need, orActions: [SYNCHRONOUS] };
  }
}
