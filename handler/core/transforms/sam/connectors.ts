import data from '#schema/aws/sam-connector-profiles.json';
import type { MapNode, TemplateNode } from '#core/template/node';
import { once } from '#core/value/once';
import { draftMap, draftNode, type Draft, type DraftMap, withEntries } from '../draft';
import { at, entriesOf, entryOf, isMap, isSeq, itemsOf, listOf, resourceNamedBy, stringOf } from '../node-reading';
import { fillProfile, isFilled } from './connector-profiles';
import { connectedResource, type ConnectedResource } from './connector-resources';
import { amend, define, leaveOut, report, type SamResource, type Workspace } from './workspace';

interface Profile {
  readonly Type: string;
  readonly Properties: {
    readonly SourcePolicy: boolean;
    readonly DependedBy?: string;
    readonly ValidAccessCategories?: readonly (readonly string[])[];
    readonly AccessCategories: DraftMap;
  };
}
const profiles = once(() => new Map(Object.entries<Profile>(data.profiles)));

/** The `Connectors` attributes of resources as connectors of their own, and the resources without them. */
export function takeEmbeddedConnectors(workspace: Workspace): void {
  for (const [sourceId, resource] of [...workspace.resources]) {
    const connectors = entryOf(resource, 'Connectors');
    if (!isMap(resource) || connectors === undefined) continue;
    workspace.resources.set(sourceId, withEntries(resource, { Connectors: undefined }));
    for (const [name, connector] of entriesOf(connectors)) {
      workspace.resources.set(`${sourceId}${name}`, embedded(connector, sourceId));
    }
  }
}

function embedded(connector: TemplateNode, sourceId: string): MapNode {
  const node = isMap(connector) ? connector : draftMap({}, connector);
  const written = entryOf(node, 'Properties');
  const properties = isMap(written) ? written : draftMap({}, node);
  const reference = entryOf(properties, 'SourceReference');
  const source = { ...Object.fromEntries(entriesOf(reference)), Id: sourceId };
  return withEntries(node, {
    Type: 'AWS::Serverless::Connector',
    Properties: withEntries(properties, { Source: source, SourceReference: undefined }),
  });
}

/**
 * A connector as the policies and permissions it stands for. AWS: a function is meant without its alias.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
export function expandConnector(workspace: Workspace, resource: SamResource): void {
  const { logicalId, node, properties } = resource;
  workspace.resources.delete(logicalId);
  const source = entryOf(properties, 'Source');
  const written = entryOf(properties, 'Destination');
  const isMany = isSeq(written);
  const generated = listOf(written).flatMap((destination, index) => {
    const suffix = isMany ? `Destination${index}` : '';
    const connection = source && connect(workspace, resource, { source, destination, suffix });
    if (connection !== undefined) return connection;
    report(workspace, destination, {
      message: `connector \`${logicalId}\` cannot be made`,
      hint: 'its ends must be resources of this template and a supported pair of types',
    });
    leaveOut(workspace, `connector ${logicalId}`);
    return [];
  });
  waitForInstead(
    workspace,
    logicalId,
    generated.map((id) => draftNode(id, node)),
  );
}

interface Connection {
  readonly source: TemplateNode;
  readonly destination: TemplateNode;
  readonly suffix: string;
}

/** The logical ids of what was made, or undefined where nothing can be. */
function connect(workspace: Workspace, resource: SamResource, connection: Connection): readonly string[] | undefined {
  const from = connectedResource(workspace, connection.source, connection.destination);
  const to = connectedResource(workspace, connection.destination, connection.source);
  if (from === undefined || to === undefined) return undefined;
  const profile = profiles().get(`${from.type} ${to.type}`);
  if (profile === undefined) return undefined;
  const permissions = itemsOf(entryOf(resource.properties, 'Permissions')).flatMap((one) => stringOf(one) ?? []);
  if (!isAllowed(profile, permissions)) return undefined;
  const filled = fillProfile(draftMap(profile.Properties.AccessCategories, resource.node), from.values, to.values);
  const wanted = entriesOf(filled).filter(([name]) => permissions.includes(name));
  if (!isFilled(filled)) return undefined;
  const owner = profile.Properties.SourcePolicy ? from : to;
  const parts = { workspace, resource, suffix: connection.suffix, owner, wanted };
  return makers.get(profile.Type)?.(parts, { profile, from, to });
}

function isAllowed(
  { Properties: { AccessCategories, ValidAccessCategories } }: Profile,
  permissions: readonly string[],
): boolean {
  if (permissions.length === 0 || permissions.some((one) => !Object.hasOwn(AccessCategories, one))) return false;
  const sorted = (names: readonly string[]): string => [...new Set(names)].sort().join(' ');
  return ValidAccessCategories?.some((names) => sorted(names) === sorted(permissions)) ?? true;
}

interface Making {
  readonly workspace: Workspace;
  readonly resource: SamResource;
  readonly suffix: string;
  /** The end whose role or policy is added to. */
  readonly owner: ConnectedResource;
  readonly wanted: readonly (readonly [string, TemplateNode])[];
}
interface Ends {
  readonly profile: Profile;
  readonly from: ConnectedResource;
  readonly to: ConnectedResource;
}
type Maker = (making: Making, ends: Ends) => readonly string[] | undefined;

const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['AWS_IAM_ROLE_MANAGED_POLICY', makeManagedPolicy],
  ['AWS_LAMBDA_PERMISSION', makePermissions],
  [
    'AWS_SNS_TOPIC_POLICY',
    (making) => makeResourcePolicy(making, { kind: 'Topic', owner: making.owner.values.get('Arn') }),
  ],
  ['AWS_SQS_QUEUE_POLICY', (making) => makeResourcePolicy(making, { kind: 'Queue', owner: making.owner.queueUrl })],
]);

function documentOf({ wanted }: Making): Draft {
  return {
    Version: '2012-10-17',
    Statement: wanted.flatMap(([, category]) => itemsOf(entryOf(category, 'Statement'))),
  };
}

function makeManagedPolicy(making: Making, { profile, from, to }: Ends): readonly string[] | undefined {
  const { workspace, resource, owner, suffix } = making;
  if (owner.roleName === undefined) return undefined;
  const id = `${resource.logicalId}Policy${suffix}`;
  define(workspace, id, {
    type: 'AWS::IAM::ManagedPolicy',
    at: resource.node,
    attributes: resource.own,
    properties: { PolicyDocument: documentOf(making), Roles: [owner.roleName] },
  });
  const dependent = dependentOf(workspace, profile.Properties.DependedBy, [from.logicalId, to.logicalId]);
  if (dependent !== undefined) waitFor(workspace, dependent, [draftNode(id, resource.node)]);
  return [id];
}

type IdPair = readonly [string | undefined, string | undefined];

function dependentOf(
  workspace: Workspace,
  rule: string | undefined,
  [source, destination]: IdPair,
): string | undefined {
  if (rule === 'SOURCE') return source;
  if (rule !== 'DESTINATION_EVENT_SOURCE_MAPPING' || source === undefined || destination === undefined)
    return undefined;
  const [only, ...others] = [...workspace.resources].filter(([, resource]) => {
    if (stringOf(entryOf(resource, 'Type')) !== 'AWS::Lambda::EventSourceMapping') return false;
    const [name, arn] = [at(resource, 'Properties', 'FunctionName'), at(resource, 'Properties', 'EventSourceArn')];
    return resourceNamedBy(name) === destination && resourceNamedBy(arn) === source;
  });
  return others.length === 0 ? only?.[0] : undefined;
}

function makePermissions({ workspace, resource, owner, suffix, wanted }: Making): readonly string[] | undefined {
  const functionArn = owner.values.get('Arn');
  if (functionArn === undefined) return undefined;
  return wanted.map(([name, category]) => {
    const id = `${resource.logicalId}${name}LambdaPermission${suffix}`;
    define(workspace, id, {
      type: 'AWS::Lambda::Permission',
      at: resource.node,
      attributes: resource.own,
      properties: { ...Object.fromEntries(entriesOf(category)), FunctionName: functionArn },
    });
    return id;
  });
}

interface PolicyOwner {
  readonly kind: 'Topic' | 'Queue';
  readonly owner: Draft | undefined;
}

function makeResourcePolicy(making: Making, { kind, owner }: PolicyOwner): readonly string[] | undefined {
  const { workspace, resource, suffix } = making;
  if (owner === undefined) return undefined;
  const id = `${resource.logicalId}${kind}Policy${suffix}`;
  define(workspace, id, {
    type: kind === 'Topic' ? 'AWS::SNS::TopicPolicy' : 'AWS::SQS::QueuePolicy',
    at: resource.node,
    attributes: resource.own,
    properties: { PolicyDocument: documentOf(making), [kind === 'Topic' ? 'Topics' : 'Queues']: [owner] },
  });
  return [id];
}

function waitFor(workspace: Workspace, logicalId: string, ids: readonly TemplateNode[]): void {
  const present = listOf(entryOf(workspace.resources.get(logicalId), 'DependsOn'));
  const missing = ids.filter((id) => !present.some((one) => stringOf(one) === stringOf(id)));
  if (missing.length > 0) amend(workspace, logicalId, { DependsOn: [...present, ...missing] });
}

/** Whoever waits for the connector waits for what it became. */
function waitForInstead(workspace: Workspace, connectorId: string, generated: readonly TemplateNode[]): void {
  for (const [logicalId, resource] of [...workspace.resources]) {
    const present = listOf(entryOf(resource, 'DependsOn'));
    const others = present.filter((one) => stringOf(one) !== connectorId);
    if (others.length < present.length) amend(workspace, logicalId, { DependsOn: [...others, ...generated] });
  }
}
