import data from '#schema/aws/sam-connector-profiles.json';
import type { TemplateNode } from '#core/template/node';
import { once } from '#core/value/once';
import { isSame } from '../canonical-json';
import { draftNode, ref, type Draft, type DraftMap } from '../draft';
import { entryOf, isPresent, itemsOf, resourceNamedBy, stringOf } from '../node-reading';
import type { Workspace } from './workspace';

/** One end of a connector. */
export interface ConnectedResource {
  readonly logicalId: string | undefined;
  readonly type: string;
  /** What the profile's variables stand for: `Arn`, `ResourceId`, `Name`, `Qualifier`. */
  readonly values: ReadonlyMap<string, Draft>;
  readonly roleName: Draft | undefined;
  readonly queueUrl: Draft | undefined;
}

interface KnownType {
  readonly Inputs?: { readonly Role?: Draft };
  readonly Outputs: DraftMap;
}
const knownTypes = once(() => new Map(Object.entries<KnownType>(data.resources)));

const PLAIN_TYPES: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::Function', 'AWS::Lambda::Function'],
  ['AWS::Serverless::StateMachine', 'AWS::StepFunctions::StateMachine'],
  ['AWS::Serverless::Api', 'AWS::ApiGateway::RestApi'],
  ['AWS::Serverless::HttpApi', 'AWS::ApiGatewayV2::Api'],
  ['AWS::Serverless::SimpleTable', 'AWS::DynamoDB::Table'],
]);

/** The resource that one end of a connector names, or undefined where it names none of this template. */
export function connectedResource(
  workspace: Workspace,
  end: TemplateNode,
  other: TemplateNode,
): ConnectedResource | undefined {
  const id = entryOf(end, 'Id');
  if (id === undefined) return describedResource(end);
  const logicalId = stringOf(id);
  const resource = logicalId === undefined ? undefined : workspace.resources.get(logicalId);
  const type = stringOf(entryOf(resource, 'Type'));
  if (logicalId === undefined || resource === undefined || type === undefined) return undefined;
  const known = knownTypes().get(type);
  const output = (name: string): Draft | undefined => {
    const draft = known?.Outputs[name];
    return draft === undefined ? undefined : named(draftNode(draft, end), logicalId);
  };
  const role = roleOf(known, { properties: entryOf(resource, 'Properties'), other });
  const roleId = resourceNamedBy(role);
  return {
    logicalId,
    type,
    values: withoutGaps([
      ['Arn', output('Arn')],
      ['ResourceId', output('Id')],
      ['Name', output('Name')],
      ['Qualifier', entryOf(end, 'Qualifier') ?? output('Qualifier')],
    ]),
    roleName: roleId === undefined ? undefined : ref(roleId),
    queueUrl: output('Url'),
  };
}

/** A resource described by its type, ARN and so on. */
function describedResource(end: TemplateNode): ConnectedResource | undefined {
  const type = stringOf(entryOf(end, 'Type'));
  if (type === undefined) return undefined;
  const names = ['Arn', 'ResourceId', 'Name', 'Qualifier'] as const;
  return {
    logicalId: undefined,
    type: PLAIN_TYPES.get(type) ?? type,
    values: withoutGaps(names.map((name) => [name, entryOf(end, name)])),
    roleName: entryOf(end, 'RoleName'),
    queueUrl: entryOf(end, 'QueueUrl'),
  };
}

function withoutGaps(entries: readonly (readonly [string, Draft | undefined])[]): ReadonlyMap<string, Draft> {
  return new Map(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

const PLACEHOLDER = '%{logicalId}';

function named(node: TemplateNode, logicalId: string): TemplateNode {
  switch (node.kind) {
    case 'scalar':
      return node.text === PLACEHOLDER ? { ...node, text: logicalId, value: logicalId } : node;
    case 'seq':
      return { ...node, items: node.items.map((item) => named(item, logicalId)) };
    case 'map':
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, entry]) => [key, { ...entry, value: named(entry.value, logicalId) }]),
        ),
      };
  }
}

interface RoleQuestion {
  readonly properties: TemplateNode | undefined;
  readonly other: TemplateNode;
}

/** Where a resource of this type keeps its role; for a rule it is that of the target at the other end. */
function roleOf(known: KnownType | undefined, { properties, other }: RoleQuestion): TemplateNode | undefined {
  const property = known?.Inputs?.Role;
  if (typeof property === 'string') return entryOf(properties, property);
  if (property === undefined) return undefined;
  const target = itemsOf(entryOf(properties, 'Targets')).find((one) => isEnd(entryOf(one, 'Arn'), other));
  return entryOf(target, 'RoleArn');
}

function isEnd(arn: TemplateNode | undefined, end: TemplateNode): boolean {
  const [id, otherArn] = [stringOf(entryOf(end, 'Id')), entryOf(end, 'Arn')];
  if (id !== undefined && resourceNamedBy(arn) === id) return true;
  return arn !== undefined && isPresent(otherArn) && isSame(arn, otherArn);
}
