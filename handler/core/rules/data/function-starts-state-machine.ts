import { defineRule } from '../rule';
import { STATE_MACHINE } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-starts-state-machine';

export const functionStartsStateMachine = defineRule({
  id,
  family: 'data',
  catalogue: ['A-SFN'],
  title: 'Function can start the state machine',
  why: 'states:StartExecution is asked of the ARN of the state machine; SAM’s StepFunctionsExecutionPolicy wants its name, and makes an ARN in an ARN of `!Ref StateMachine`.',
  fix: 'Allow states:StartExecution on the ARN of the state machine (`!Ref StateMachine`); give SAM’s policy template `!GetAtt StateMachine.Name`.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html',
  ],
  needs: (model) => dataNeeds(id, STATE_MACHINE, model),
});
