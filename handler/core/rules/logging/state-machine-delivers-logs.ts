import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, textOf } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { roleAt, roleCall } from '../shared/role-calls';

const id = 'state-machine-delivers-logs';

export const stateMachineDeliversLogs = defineRule({
  id,
  family: 'logging',
  catalogue: ['L-SFN-LOG'],
  title: 'State machine can set up the delivery of its logs',
  why: 'Step Functions sets up a log delivery with the role of the state machine; its actions have no resource of their own, so that a statement scoped to the log group allows nothing.',
  fix: "Allow the log delivery actions (logs:CreateLogDelivery, logs:PutResourcePolicy, logs:DescribeResourcePolicies, logs:DescribeLogGroups and their kin) on Resource '*' in the role of the state machine.",
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::StepFunctions::StateMachine').flatMap((machine) => machineNeeds(machine, model)),
});

/** The documented list is longer: getting, updating, listing and deleting a delivery can wait until there is one. */
const ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

function machineNeeds(machine: Resource, model: StackModel): readonly Need[] {
  const level = textOfValue(at(machine.properties, 'LoggingConfiguration', 'Level'));
  const [destination] = itemsOf(at(machine.properties, 'LoggingConfiguration', 'Destinations'));
  const role = roleAt(machine.properties, ['RoleArn'], model);
  if (destination === undefined || role === undefined || level === undefined || literalOf(level) === 'OFF') return [];
  const message = `\`${machine.logicalId}\` logs to CloudWatch`;
  const evidence: Evidence = { kind: 'wired', message, origin: destination.origin };
  const resource = { arn: textOf('*'), account: model.place.account, logicalId: undefined };
  return ACTIONS.map((action) => roleCall({ rule: id, role, action, resource, evidence }));
}
