import { functionTarget } from '#core/model/functions';
import type { Resource, Role, StackModel } from '#core/model/stack-model';
import { showText, textOf, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { anyOf } from '../shared/api-gateway';
import { collectNeeds } from '../shared/collected-needs';
import { EVENT_BUS, QUEUE, STATE_MACHINE, TABLE, TOPIC, type DataAccess } from '../shared/data-accesses';
import { formsOf } from '../shared/resource-forms';
import { roleAt, roleCall } from '../shared/role-calls';
import { resourceRef } from '../shared/role-needs';

const id = 'state-machine-uses-what-it-is-handed';

export const stateMachineUsesWhatItIsHanded = defineRule({
  id,
  family: 'delivery',
  catalogue: ['L-SFN'],
  title: 'State machine can use what is substituted into its definition',
  why: 'A definition in a file of its own is not seen here, but DefinitionSubstitutions hand it functions, tables, queues and topics; a role that may do nothing at all with one of them fails when its task is reached.',
  fix: 'Allow what the tasks do with the resource in the role of the state machine, such as lambda:InvokeFunction on the function.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html',
    'https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html',
  ],
  needs: (model) =>
    collectNeeds(
      model.lookup.ofType('AWS::StepFunctions::StateMachine').flatMap((machine) => machineNeeds(machine, model)),
    ),
});

/** What a definition that is shown does with its substitutions is asked for by other rules. */
function machineNeeds(machine: Resource, model: StackModel): readonly Need[] {
  const { properties, logicalId } = machine;
  const isShown = at(properties, 'Definition') !== undefined || at(properties, 'DefinitionString') !== undefined;
  const role = roleAt(properties, ['RoleArn'], model);
  const tokens = at(properties, 'DefinitionSubstitutions');
  if (isShown || role === undefined || tokens?.kind !== 'map') return [];
  return [...tokens.entries].flatMap(([token, value]) => {
    const text = textOfValue(value);
    return text === undefined ? [] : handedNeeds({ role, text, evidence: evidenceOf(logicalId, token, value) }, model);
  });
}

function evidenceOf(machine: string, token: string, value: Value): Evidence {
  const message = `the definition of \`${machine}\`, which is not shown, is handed it as \`${token}\``;
  return { kind: 'called', message, origin: value.origin };
}

interface Handed {
  readonly role: Role;
  readonly text: Text;
  readonly evidence: Evidence;
}

function handedNeeds(handed: Handed, model: StackModel): readonly Need[] {
  return isFunctionName(handed.text, model) ? invokeNeeds(handed, model) : dataNeeds(handed, model);
}

function isFunctionName(text: Text, model: StackModel): boolean {
  return functionTarget(text, model.names).function !== undefined;
}

/** What else a task does with a function that it names. */
const OTHER_CALLS = [
  'GetFunction',
  'GetFunctionConfiguration',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
  'UpdateAlias',
  'PublishVersion',
].map((name) => `lambda:${name}`);

/** The definition may add a qualifier of its own. */
function invokeNeeds({ role, text, evidence }: Handed, model: StackModel): readonly Need[] {
  const target = functionTarget(text, model.names);
  const action = 'lambda:InvokeFunction';
  const need = (arn: Text): Need =>
    roleCall({
      rule: id,
      role,
      action,
      orActions: OTHER_CALLS,
      resource: resourceRef(arn, model, target.logicalId),
      evidence,
      function: target.function,
    });
  const qualified = textOf(target.arn, ':', anyOf(`qualifier of ${showText(target.arn)}`));
  return [{ ...need(target.arn), orNeeds: [need(qualified)] }];
}

/** Not buckets: a machine hands their names on to services that read them with roles of their own. */
const ACCESSES: readonly DataAccess[] = [TABLE, QUEUE, TOPIC, EVENT_BUS, STATE_MACHINE];

function dataNeeds({ role, text, evidence }: Handed, model: StackModel): readonly Need[] {
  return ACCESSES.flatMap((access) => {
    const resource = resourceNamed(text, access, model);
    const [first, ...others] = [...access.anyOf, ...(access.orOn ?? [])].flatMap((action) =>
      resource === undefined ? [] : needOn({ role, evidence, action, resource }, model),
    );
    return first === undefined ? [] : [{ ...first, orNeeds: others }];
  });
}

function resourceNamed(text: Text, { types }: DataAccess, { lookup }: StackModel): Resource | undefined {
  const own = lookup.byArn(text);
  if (own !== undefined) return types.includes(own.type) ? own : undefined;
  return types.map((type) => lookup.byRef(text, type)).find((each) => each !== undefined);
}

interface Use {
  readonly role: Role;
  readonly evidence: Evidence;
  readonly action: string;
  readonly resource: Resource;
}

function needOn({ role, evidence, action, resource }: Use, model: StackModel): readonly Need[] {
  return formsOf(action, resource).map((arn) =>
    roleCall({ rule: id, role, action, resource: resourceRef(arn, model, resource.logicalId), evidence }),
  );
}
