import type { StackModel } from '#core/model/stack-model';
import { textOf, type Text } from '#core/value/text';
import { textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { resourceOf, roleCall } from '../shared/role-calls';
import { distributedMaps, settingOf, stateCalls, stateMachines, type StateCall } from '../shared/state-machines';

const id = 'state-machine-runs-executions';

export const stateMachineRunsExecutions = defineRule({
  id,
  family: 'delivery',
  catalogue: ['L-SFN-SYNC'],
  title: 'State machine can start the executions and jobs it waits for',
  why: 'A nested execution and a distributed map take states:StartExecution; waiting with `.sync` also takes an EventBridge rule that Step Functions manages in the name of the role, and without it the state machine cannot be created.',
  fix: 'Allow states:StartExecution on the state machine that is started, and for `.sync` events:PutTargets, events:PutRule and events:DescribeRule on the rule that Step Functions manages.',
  breaks: 'deploy',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html',
    'https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html',
  ],
  // `states:DescribeExecution` and `states:StopExecution` are for polling and for stopping: a run may do without them.
  needs: (model) => collectNeeds([...stateCalls(model).flatMap((call) => callNeeds(call, model)), ...mapNeeds(model)]),
});

/** AWS: which rule reports the end of what was started. Services that are polled have none. */
const MANAGED_RULES: ReadonlyMap<string, string> = new Map([
  ['states:startExecution', 'StepFunctionsGetEventsForStepFunctionsExecutionRule'],
  ['ecs:runTask', 'StepFunctionsGetEventsForECSTaskRule'],
  ['batch:submitJob', 'StepFunctionsGetEventsForBatchJobsRule'],
]);

function callNeeds(call: StateCall, model: StackModel): readonly Need[] {
  const { role, credentials } = call;
  const { resource } = call.machine;
  if (role === undefined) return [];
  const operation = `${call.service ?? ''}:${call.operation}`;
  const message = `state \`${call.state}\` of \`${resource.logicalId}\` calls \`${operation}\`${call.waitsForResult ? ' and waits for its end' : ''}`;
  const evidence: Evidence = { kind: 'wired', message, origin: call.origin };
  const need = (action: string, arn: Text): Need =>
    roleCall({ rule: id, role, action, resource: resourceOf(arn, model), evidence });
  // AWS: what is started with another role is polled.
  const isReported = call.waitsForResult && credentials === undefined;
  const rule = isReported ? MANAGED_RULES.get(operation) : undefined;
  return [
    ...startedMachine(call, operation).map((arn) => need('states:StartExecution', arn)),
    ...(rule === undefined ? [] : RULE_ACTIONS.map((action) => need(action, ruleArn(rule, model)))),
  ];
}

const RULE_ACTIONS = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];
const STARTING: ReadonlySet<string> = new Set(['states:startExecution', 'sfn:startExecution']);

function startedMachine(call: StateCall, operation: string): readonly Text[] {
  const arn = STARTING.has(operation) ? textOfValue(settingOf(call, 'StateMachineArn')) : undefined;
  return arn === undefined ? [] : [arn];
}

function ruleArn(rule: string, { place }: StackModel): Text {
  return textOf('arn:', place.partition, ':events:', place.region, ':', place.account, ':rule/', rule);
}

/** The items of a distributed map are executions of the state machine itself. */
function mapNeeds(model: StackModel): readonly Need[] {
  return stateMachines(model).flatMap((machine) =>
    distributedMaps(machine).flatMap(([name, state]) => {
      const { resource, role } = machine;
      if (role === undefined || resource.arn === undefined) return [];
      const message = `distributed map \`${name}\` of \`${resource.logicalId}\` runs its items as executions`;
      const evidence: Evidence = { kind: 'wired', message, origin: state.origin };
      return [
        roleCall({
          rule: id,
          role,
          action: 'states:StartExecution',
          resource: resourceOf(resource.arn, model),
          evidence,
        }),
      ];
    }),
  );
}
