import type { TemplateNode } from '#core/template/node';
import { draftMap, draftNode, getAtt, ref, type Draft } from '../draft';
import { entryOf, givenOf, ifParts, isNoValue, isPresent, stringOf } from '../node-reading';
import { destinationPolicy, type DestinationKind } from './destination-policies';
import type { InvocationTarget } from './invocation-target';
import { hashOf } from './publishing';
import type { RoleDraft } from './role';
import { define, report, unexpanded, withParameters, type SamResource, type Workspace } from './workspace';

interface FunctionParts {
  readonly role: RoleDraft;
  readonly target: InvocationTarget;
}

const KINDS: ReadonlyMap<string | undefined, DestinationKind> = new Map<string, DestinationKind>([
  ['SQS', 'SQS'],
  ['SNS', 'SNS'],
  ['EventBridge', 'EventBridge'],
  ['Lambda', 'Lambda'],
  ['S3Bucket', 'S3'],
]);

/**
 * `EventInvokeConfig` with the policies its destinations need, and the queues and topics SAM makes for them.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventinvokeconfiguration.html
 */
export function expandDestinations(workspace: Workspace, resource: SamResource, { role, target }: FunctionParts): void {
  const written = entryOf(resource.properties, 'EventInvokeConfig');
  if (!isPresent(written)) return;
  const config = withParameters(workspace, written);
  const logicalId = `${resource.logicalId}EventInvokeConfig`;
  const destinations = new Map<string, Draft>();
  for (const name of ['OnSuccess', 'OnFailure']) {
    const destination = givenOf(entryOf(entryOf(config, 'DestinationConfig'), name));
    if (destination === undefined) continue;
    const arn = destinationOf(workspace, resource, { name: `${logicalId}${name}`, destination, role });
    destinations.set(name, draftNode({ Destination: arn }, destination));
  }
  const alias =
    target.aliasId === undefined ? undefined : entryOf(workspace.resources.get(target.aliasId), 'Properties');
  define(workspace, logicalId, {
    type: 'AWS::Lambda::EventInvokeConfig',
    at: written,
    attributes: { ...resource.own, DependsOn: target.aliasId === undefined ? undefined : [target.aliasId] },
    properties: {
      FunctionName: ref(resource.logicalId),
      Qualifier: entryOf(alias, 'Name') ?? '$LATEST',
      DestinationConfig: draftMap(destinations, written),
      MaximumEventAgeInSeconds: entryOf(config, 'MaximumEventAgeInSeconds'),
      MaximumRetryAttempts: entryOf(config, 'MaximumRetryAttempts'),
    },
  });
}

interface Destination {
  readonly name: string;
  readonly destination: TemplateNode;
  readonly role: RoleDraft;
}

function destinationOf(workspace: Workspace, resource: SamResource, { name, destination, role }: Destination): Draft {
  const kind = KINDS.get(stringOf(entryOf(destination, 'Type')));
  const written = givenOf(entryOf(destination, 'Destination'));
  if (kind === undefined) {
    report(
      workspace,
      destination,
      '`Type` of a destination is one of `SQS`, `SNS`, `EventBridge`, `Lambda`, `S3Bucket`',
    );
    role.inline.push(unexpanded(destination));
    return written ?? unexpanded(destination);
  }
  const place = generatedWhere(workspace, resource, written);
  if (place === undefined && written !== undefined) {
    role.inline.push(destinationPolicy(kind, { prefix: name, at: destination, arn: written }));
    return written;
  }
  const generated = generateTarget(workspace, resource, { kind, name, destination, condition: place?.condition });
  if (generated === undefined) return unexpanded(destination);
  const arn =
    place === undefined ? generated : draftNode({ 'Fn::If': [place.condition, generated, place.other] }, destination);
  role.inline.push(destinationPolicy(kind, { prefix: name, at: destination, arn }));
  return arn;
}

interface ConditionalTarget {
  readonly condition: string;
  readonly other: TemplateNode;
}

/** Where `Destination` is an `Fn::If` with `AWS::NoValue` on one side: the condition for SAM to make the target itself. */
function generatedWhere(
  workspace: Workspace,
  { logicalId }: SamResource,
  destination: TemplateNode | undefined,
): ConditionalTarget | undefined {
  const parts = ifParts(destination);
  const condition = stringOf(parts?.condition);
  if (parts === undefined || condition === undefined || isNoValue(parts.then) === isNoValue(parts.otherwise))
    return undefined;
  if (isNoValue(parts.then)) return { condition, other: parts.otherwise };
  const name = `NOT${condition}${hashOf(`${logicalId}EventInvokeConfig`)}`;
  workspace.conditions.set(name, draftNode({ 'Fn::Not': [{ Condition: condition }] }, parts.condition));
  return { condition: name, other: parts.then };
}

interface TargetToMake {
  readonly kind: DestinationKind;
  readonly name: string;
  readonly destination: TemplateNode;
  readonly condition: string | undefined;
}

function generateTarget(
  workspace: Workspace,
  resource: SamResource,
  { kind, name, destination, condition }: TargetToMake,
): Draft | undefined {
  if (kind !== 'SQS' && kind !== 'SNS') {
    report(workspace, destination, '`Destination` is missing: SAM makes one only for `SQS` and `SNS`');
    return undefined;
  }
  const id = `${name}${kind === 'SQS' ? 'Queue' : 'Topic'}`;
  const type = kind === 'SQS' ? 'AWS::SQS::Queue' : 'AWS::SNS::Topic';
  const attributes = { ...resource.shared, Condition: joined(workspace, resource, condition) };
  define(workspace, id, { type, at: destination, attributes, properties: {} });
  workspace.references.set(`${resource.logicalId}.${kind === 'SQS' ? 'DestinationQueue' : 'DestinationTopic'}`, id);
  return kind === 'SQS' ? getAtt(id, 'Arn') : ref(id);
}

function joined(workspace: Workspace, resource: SamResource, condition: string | undefined): Draft | undefined {
  const own = resource.shared['Condition'];
  const name = stringOf(entryOf(resource.node, 'Condition'));
  if (condition === undefined || own === undefined || name === undefined) return condition ?? own;
  const both = `${name}AND${condition}${hashOf(resource.logicalId)}`;
  workspace.conditions.set(
    both,
    draftNode({ 'Fn::And': [{ Condition: name }, { Condition: condition }] }, resource.node),
  );
  return both;
}
