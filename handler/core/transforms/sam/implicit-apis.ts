import type { TemplateNode } from '#core/template/node';
import { draftMap, draftNode, type DraftMap } from '../draft';
import { at, entriesOf, entryOf, stringOf } from '../node-reading';
import { apiIdOf, HTTP_API, REST_API } from './api-routes';
import type { Workspace } from './workspace';

interface ImplicitApi {
  readonly logicalId: string;
  readonly eventType: string;
  readonly idProperty: string;
  readonly type: string;
  readonly properties: DraftMap;
  readonly condition: string;
}

const IMPLICIT_APIS: readonly ImplicitApi[] = [
  {
    logicalId: REST_API,
    eventType: 'Api',
    idProperty: 'RestApiId',
    type: 'AWS::Serverless::Api',
    properties: { StageName: 'Prod' },
    condition: 'ServerlessRestApiCondition',
  },
  {
    logicalId: HTTP_API,
    eventType: 'HttpApi',
    idProperty: 'ApiId',
    type: 'AWS::Serverless::HttpApi',
    properties: {},
    condition: 'ServerlessHttpApiCondition',
  },
];

/** Adds the APIs that events mean which name none. */
export function addImplicitApis(workspace: Workspace): void {
  for (const api of IMPLICIT_APIS) {
    const events = [...workspace.resources.values()].flatMap((resource) => eventsOf(resource, api));
    const [first] = events;
    if (first === undefined) continue;
    const attributes = { Condition: conditionOf(workspace, api, events) };
    const implicit = draftMap({ Type: api.type, ...attributes, Properties: api.properties }, first.event);
    workspace.resources.set(api.logicalId, implicit);
  }
}

interface ApiEvent {
  readonly event: TemplateNode;
  readonly condition: string | undefined;
}

const WITH_EVENTS = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];

function eventsOf(resource: TemplateNode, { eventType, idProperty, logicalId }: ImplicitApi): readonly ApiEvent[] {
  if (!WITH_EVENTS.includes(stringOf(entryOf(resource, 'Type')) ?? '')) return [];
  const condition = stringOf(entryOf(resource, 'Condition'));
  return entriesOf(at(resource, 'Properties', 'Events')).flatMap(([, event]) => {
    const api = at(event, 'Properties', idProperty);
    const isImplicit = api === undefined || apiIdOf(api) === logicalId;
    return isImplicit && stringOf(entryOf(event, 'Type')) === eventType ? [{ event, condition }] : [];
  });
}

const MOST_IN_OR = 10;

/** AWS: the API is conditional where every function that adds to it is. */
function conditionOf(
  workspace: Workspace,
  { condition: combined }: ImplicitApi,
  events: readonly ApiEvent[],
): string | undefined {
  const names = [...new Set(events.map(({ condition }) => condition))].sort();
  const known = names.filter((name) => name !== undefined);
  const [first] = events;
  if (first === undefined || known.length < names.length) return undefined;
  if (known.length === 1 || known.length > MOST_IN_OR) return known.length === 1 ? known[0] : undefined;
  const either = { 'Fn::Or': known.map((name) => ({ Condition: name })) };
  workspace.conditions.set(combined, draftNode(either, first.event));
  return combined;
}
