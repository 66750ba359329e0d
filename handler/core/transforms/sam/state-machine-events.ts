import type { TemplateNode } from '#core/template/node';
import { draftMap, getAtt, sub, type Draft, type DraftMap } from '../draft';
import { entriesOf, entryOf, givenOf, isMap, stringOf } from '../node-reading';
import { addRoute, conditional, normalMethod } from './api-routes';
import { destinationPolicy } from './destination-policies';
import { restApiId } from './events/api-event';
import type { RuleEvent } from './events/event';
import { defineRule, patternOf } from './events/rule-event';
import { expandSchedule } from './events/schedule-v2-event';
import { defineRole, trustOf, type RoleDraft } from './role';
import { leaveOut, report, type SamResource, type Workspace } from './workspace';

/** The state machine, or the alias of it, that events start. */
export interface ExecutionTarget {
  readonly logicalId: string;
  readonly arn: Draft;
  readonly shared: DraftMap;
  readonly boundary: TemplateNode | undefined;
}

type StartEvent = (event: RuleEvent, target: ExecutionTarget) => void;

const EVENTS: ReadonlyMap<string, StartEvent> = new Map([
  ['Api', apiStart],
  ['CloudWatchEvent', ruleStart],
  ['EventBridgeRule', ruleStart],
  ['Schedule', scheduleStart],
  [
    'ScheduleV2',
    (event, target) => {
      expandSchedule(event, { kind: 'StateMachine', arn: target.arn });
    },
  ],
]);

/**
 * Rules, schedules and routes that start the state machine, each with a role that may.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineeventsource.html
 */
export function expandStateMachineEvents(workspace: Workspace, resource: SamResource, target: ExecutionTarget): void {
  for (const [name, node] of entriesOf(entryOf(resource.properties, 'Events'))) {
    const type = stringOf(entryOf(node, 'Type'));
    const expand = type === undefined ? undefined : EVENTS.get(type);
    if (expand === undefined) {
      report(workspace, node, `there is no event type \`${type ?? ''}\` for state machines`);
      leaveOut(workspace, `event ${name} of ${resource.logicalId}`);
      continue;
    }
    const written = givenOf(entryOf(node, 'Properties'));
    const properties = isMap(written) ? written : draftMap({}, node);
    expand({ workspace, id: `${resource.logicalId}${name}`, node, properties, shared: target.shared }, target);
  }
}

function startRole({ workspace, id, node, shared }: RuleEvent, target: ExecutionTarget, service: string): Draft {
  const role: RoleDraft = {
    logicalId: `${id}Role`,
    trust: trustOf(service),
    managed: [],
    inline: [destinationPolicy('StateMachine', { prefix: `${id}Role`, at: node, arn: target.arn })],
  };
  defineRole(workspace, role, { at: node, attributes: shared, boundary: target.boundary });
  return getAtt(role.logicalId, 'Arn');
}

const TARGET_SUFFIX = 'StepFunctionsTarget';

function scheduleStart(event: RuleEvent, target: ExecutionTarget): void {
  const { properties } = event;
  const role = givenOf(entryOf(properties, 'RoleArn')) ?? startRole(event, target, 'events.amazonaws.com');
  const rule = {
    ScheduleExpression: entryOf(properties, 'Schedule'),
    Name: givenOf(entryOf(properties, 'Name')),
    Description: givenOf(entryOf(properties, 'Description')),
  };
  defineRule(event, { rule, target: { Arn: target.arn, RoleArn: role }, suffix: TARGET_SUFFIX });
}

function ruleStart(event: RuleEvent, target: ExecutionTarget): void {
  const role = startRole(event, target, 'events.amazonaws.com');
  defineRule(event, {
    rule: patternOf(event.properties),
    target: { Arn: target.arn, RoleArn: role },
    suffix: TARGET_SUFFIX,
  });
}

function apiStart(event: RuleEvent, target: ExecutionTarget): void {
  const { workspace, node, properties, shared } = event;
  const role = startRole(event, target, 'apigateway.amazonaws.com');
  const apiId = restApiId(properties);
  const [path, method] = [stringOf(entryOf(properties, 'Path')), stringOf(entryOf(properties, 'Method'))];
  if (path === undefined || method === undefined) report(workspace, node, 'an `Api` event wants `Path` and `Method`');
  if (apiId === undefined || path === undefined || method === undefined) return;
  const integration = {
    type: 'aws',
    httpMethod: 'POST',
    uri: sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution'),
    credentials: role,
  };
  const operation = { 'x-amazon-apigateway-integration': integration, responses: {} };
  addRoute(workspace, apiId, {
    path,
    method: normalMethod(method),
    operation: conditional(shared['Condition'], operation, node),
    functionId: undefined,
  });
}
