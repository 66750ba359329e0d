import type { TemplateNode } from '#core/template/node';
import { draftMap } from '../../draft';
import { entriesOf, entryOf, givenOf, intrinsicOf, isMap, isPresent, stringOf } from '../../node-reading';
import { DEFAULT_PATH } from '../api-routes';
import type { InvocationTarget } from '../invocation-target';
import type { RoleDraft } from '../role';
import { leaveOut, report, unexpanded, type SamResource, type Workspace } from '../workspace';
import { alexaSkill, cloudWatchLogs, cognito, iotRule } from './push-events';
import { apiEvent } from './api-event';
import type { ExpandEvent } from './event';
import { httpApiEvent } from './http-api-event';
import { PULL_EVENTS } from './pull-event';
import { eventBridgeRule, schedule } from './rule-event';
import { s3Event } from './s3-event';
import { functionSchedule } from './schedule-v2-event';
import { snsEvent } from './sns-event';

const EVENTS: ReadonlyMap<string, ExpandEvent> = new Map<string, ExpandEvent>([
  ['AlexaSkill', alexaSkill],
  ['Api', apiEvent],
  ['CloudWatchEvent', eventBridgeRule],
  ['CloudWatchLogs', cloudWatchLogs],
  ['Cognito', cognito],
  ['EventBridgeRule', eventBridgeRule],
  ['HttpApi', httpApiEvent],
  ['IoTRule', iotRule],
  ['S3', s3Event],
  ['SNS', snsEvent],
  ['Schedule', schedule],
  ['ScheduleV2', functionSchedule],
  ...PULL_EVENTS,
]);

interface FunctionParts {
  readonly role: RoleDraft;
  readonly target: InvocationTarget;
}

/**
 * What the function's events need: permissions, rules, mappings, and for pollers policies on its role.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
 */
export function expandFunctionEvents(
  workspace: Workspace,
  resource: SamResource,
  { role, target }: FunctionParts,
): void {
  const events = entryOf(resource.properties, 'Events');
  if (!isPresent(events)) return;
  if (!isMap(events) || intrinsicOf(events) !== undefined) {
    report(workspace, events, '`Events` wants a map of events');
    leaveOut(workspace, `events of ${resource.logicalId}`);
    return;
  }
  for (const [name, node] of inOrder(entriesOf(events))) {
    const type = stringOf(entryOf(node, 'Type'));
    const expand = type === undefined ? undefined : EVENTS.get(type);
    if (expand === undefined) {
      report(workspace, node, `there is no event type \`${type ?? ''}\` for functions`);
      leaveOut(workspace, `event ${name} of ${resource.logicalId}`);
      role.inline.push(unexpanded(node));
      continue;
    }
    const written = givenOf(entryOf(node, 'Properties'));
    const properties = isMap(written) ? written : draftMap({}, node);
    expand({ workspace, id: `${resource.logicalId}${name}`, node, properties, target, role });
  }
}

/** By path, so that the route `$default` comes before those it covers. */
function inOrder(events: readonly (readonly [string, TemplateNode])[]): readonly (readonly [string, TemplateNode])[] {
  const keyed = events.map((event) => {
    const [name, node] = event;
    const withoutPath = stringOf(entryOf(node, 'Type')) === 'HttpApi' ? DEFAULT_PATH : name;
    return { key: stringOf(entryOf(entryOf(node, 'Properties'), 'Path')) ?? withoutPath, event };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ event }) => event);
}
