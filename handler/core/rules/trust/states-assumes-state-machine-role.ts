import type { StackModel } from '#core/model/stack-model';
import { hole, NAME_SHAPE, textOf, type Text } from '#core/value/text';
import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { roleAt } from '../shared/role-calls';
import { serviceAssumes } from '../shared/role-trust';

const id = 'states-assumes-state-machine-role';

export const statesAssumesStateMachineRole = defineRule({
  id,
  family: 'trust',
  catalogue: ['L-SFN-TRUST', 'L-SFN'],
  title: 'Step Functions can assume the role of the state machine',
  why: 'Step Functions runs the state machine as this role, so the trust policy of the role must allow sts:AssumeRole to states.amazonaws.com, or to the name of the service in this region.',
  fix: 'Let the trust policy allow sts:AssumeRole to the service states.amazonaws.com.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::StepFunctions::StateMachine').flatMap((machine) => {
      const role = roleAt(machine.properties, ['RoleArn'], model);
      if (role === undefined) return [];
      const origin = at(machine.properties, 'RoleArn')?.origin ?? machine.origin;
      return [
        serviceAssumes(
          {
            rule: id,
            service: 'states.amazonaws.com',
            isRegionalToo: true,
            sourceArn: someMachine(model),
            role,
            logicalId: machine.logicalId,
            origin,
          },
          model,
        ),
      ];
    }),
});

/** AWS: what is sent is the ARN of a state machine; which one, while that is made, is not documented. */
function someMachine({ place: { partition, region, account } }: StackModel): Text {
  const name = hole('state machine in aws:SourceArn', { kind: 'context-key', key: 'aws:SourceArn' }, NAME_SHAPE);
  return textOf('arn:', partition, ':states:', region, ':', account, ':stateMachine:', name);
}
