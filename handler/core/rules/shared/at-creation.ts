import { functionTarget } from '#core/model/functions';
import type { AnyFunction, LambdaFunction, Resource, StackModel } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import { literalOf, textOf } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import type { NeedAtCreation } from '../need';
import { eventSourceMappings, pollingNeeds } from './event-source-mappings';
import { asyncDestinations, configuredFunction, deadLetters } from './function-destinations';
import { handoverNeeds } from './handovers';
import { pipes, sourceActions } from './pipes';
import { resourceOf, roleAt, roleCall } from './role-calls';
import { roleNeed } from './role-needs';

/** Of what Lambda checks when it makes a mapping, one action tells as much as all. */
const FIRST_ACTIONS: readonly (readonly [service: string, action: string])[] = [
  ['sqs', 'sqs:ReceiveMessage'],
  ['kinesis', 'kinesis:DescribeStream'],
  ['dynamodb', 'dynamodb:DescribeStream'],
];

export function mappingsAtCreation(rule: string, model: StackModel): readonly NeedAtCreation[] {
  return FIRST_ACTIONS.flatMap(([service, action]) => {
    const mappings = eventSourceMappings(model, service);
    return pollingNeeds({ rule, service, actions: [action] }, model).flatMap((need, index) => {
      const mapping = mappings[index];
      return mapping === undefined ? [] : [{ need, resource: mapping.resource }];
    });
  });
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export function networksAtCreation(rule: string, model: StackModel): readonly NeedAtCreation[] {
  return model.functions.flatMap((each) => {
    const subnets = at(each.resource.properties, 'VpcConfig', 'SubnetIds');
    if (subnets === undefined || itemsOf(subnets).length === 0) return [];
    const need = roleNeed({
      rule,
      function: each,
      by: 'lambda-service',
      action: 'ec2:DescribeNetworkInterfaces',
      resource: { arn: textOf('*'), account: model.place.account, logicalId: undefined },
      evidence: [{ kind: 'wired', message: `\`${each.logicalId}\` runs in a VPC`, origin: subnets.origin }],
    });
    return [{ need, resource: each.resource }];
  });
}

/** Dead-letter targets belong to the function, destinations to a resource of their own. */
export function handoversAtCreation(rule: string, model: StackModel): readonly NeedAtCreation[] {
  const own = deadLetters(model).flatMap((each) =>
    each.sender?.resource === undefined ? [] : [{ handover: each, resource: each.sender.resource }],
  );
  const configs = model.lookup.ofType('AWS::Lambda::EventInvokeConfig');
  const others = asyncDestinations(model).flatMap((each) => {
    const resource = configs.find((config) => isOf(config, each.sender, model));
    return resource === undefined ? [] : [{ handover: each, resource }];
  });
  return [...own, ...others].flatMap(({ handover, resource }) =>
    handoverNeeds(rule, handover, model)
      .slice(0, 1)
      .map((need) => ({ need, resource })),
  );
}

function isOf(config: Resource, lambda: AnyFunction | undefined, model: StackModel): boolean {
  return lambda !== undefined && configuredFunction(config, model) === lambda;
}

function functionNamed(resource: Resource, property: string, model: StackModel): LambdaFunction | undefined {
  const name = textOfValue(at(resource.properties, property));
  return name === undefined ? undefined : functionTarget(name, model.names).function;
}

/** AWS: a pipe tries its source when it is made, and a state machine sets up the delivery of its log. */
export function rolesAtCreation(rule: string, model: StackModel): readonly NeedAtCreation[] {
  const reading = pipes(model).flatMap(({ resource, role }) => {
    const source = at(resource.properties, 'Source');
    const arn = textOfValue(source);
    const [[action] = []] = arn === undefined ? [] : sourceActions(arn);
    if (source === undefined || arn === undefined || action === undefined) return [];
    const evidence = {
      kind: 'wired' as const,
      message: `pipe \`${resource.logicalId}\` reads this`,
      origin: source.origin,
    };
    return [{ need: roleCall({ rule, role, action, resource: resourceOf(arn, model), evidence }), resource }];
  });
  return [
    ...reading,
    ...model.lookup.ofType('AWS::StepFunctions::StateMachine').flatMap((each) => logsOf(rule, each, model)),
  ];
}

function logsOf(rule: string, machine: Resource, model: StackModel): readonly NeedAtCreation[] {
  const [destination] = itemsOf(at(machine.properties, 'LoggingConfiguration', 'Destinations'));
  const level = textOfValue(at(machine.properties, 'LoggingConfiguration', 'Level'));
  const role = roleAt(machine.properties, ['RoleArn'], model);
  if (destination === undefined || role === undefined || level === undefined || literalOf(level) === 'OFF') return [];
  const message = `\`${machine.logicalId}\` logs to CloudWatch`;
  const evidence = { kind: 'wired' as const, message, origin: destination.origin };
  const resource = { arn: textOf('*'), account: model.place.account, logicalId: undefined };
  return [{ need: roleCall({ rule, role, action: 'logs:CreateLogDelivery', resource, evidence }), resource: machine }];
}

/** AWS: a custom resource runs its function as soon as the function is there, whatever else the function needs. */
export function customResourcesAtCreation(rule: string, model: StackModel): readonly NeedAtCreation[] {
  return [...model.lookup.all.values()].flatMap((resource) => {
    const lambda = functionNamed(resource, 'ServiceToken', model);
    if (lambda === undefined) return [];
    const statements = (lambda.role.attachments ?? []).flatMap(({ policy }) =>
      policy.policies.flatMap((document) => document.statements),
    );
    return statements.flatMap((statement) => needOf(rule, { statement, lambda, resource }, model));
  });
}

interface GrantedWork {
  readonly statement: Statement;
  readonly lambda: LambdaFunction;
  readonly resource: Resource;
}

/** What the statement was made for: its first action and resource, if they say something in particular. */
function needOf(
  rule: string,
  { statement, lambda, resource }: GrantedWork,
  model: StackModel,
): readonly NeedAtCreation[] {
  const action = literalOf(statement.actions?.patterns[0]?.text ?? []);
  const target = statement.resources?.patterns[0];
  const isPlain = statement.effect === 'Allow' && statement.conditions.length === 0;
  if (action === undefined || target === undefined || !isPlain || !/^(?!logs:)[a-z0-9-]+:\w+$/i.test(action)) return [];
  const message = `\`${resource.logicalId}\` runs \`${lambda.logicalId}\`, whose role is given \`${action}\``;
  const need = roleNeed({
    rule,
    function: lambda,
    by: 'function-code',
    action,
    resource: resourceOf(target.text, model),
    evidence: [{ kind: 'granted', message, origin: target.origin }],
  });
  return [{ need, resource }];
}
