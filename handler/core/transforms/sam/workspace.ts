import type { MapNode, Problem, TemplateNode } from '#core/template/node';
import type { UnknownReason } from '#core/value/unknown-reason';
import { draftMap, draftNode, placeOf, sub, withEntries, type Draft, type DraftMap } from '../draft';
import { entryOf, isMap } from '../node-reading';

export const SAM_TRANSFORM = 'AWS::Serverless-2016-10-31';
export const SAM_PREFIX = 'AWS::Serverless::';

/** What one expansion works on. Its maps and lists are filled while the resources are gone through, and seen by nobody else. */
export interface Workspace {
  /** A partition's name, or `${AWS::Partition}` where it is not known. */
  readonly partition: string;
  /** Parameters with a value (given, else the default). */
  readonly parameters: ReadonlyMap<string, TemplateNode>;
  readonly declaredParameters: ReadonlySet<string>;
  readonly globals: TemplateNode | undefined;
  /** The template's resources as written, by logical id. */
  readonly written: ReadonlyMap<string, TemplateNode>;
  readonly resources: Map<string, TemplateNode>;
  readonly conditions: Map<string, TemplateNode>;
  /** What `Ref: Function.Alias` and the like stand for. */
  readonly references: Map<string, string>;
  /** Routes that events add to APIs, by the API's logical id. */
  readonly routes: Map<string, Route[]>;
  readonly problems: Problem[];
  readonly unknowns: UnknownReason[];
}

/** One method of one path of an API, as an event asks for it. */
export interface Route {
  readonly path: string;
  readonly method: string;
  /** The operation object of the OpenAPI document. */
  readonly operation: TemplateNode;
  /** The function, where the route leads to it and not to an alias of it. */
  readonly functionId: string | undefined;
}

/** A resource of the template, as SAM sees it. */
export interface SamResource {
  readonly logicalId: string;
  readonly node: MapNode;
  readonly properties: MapNode;
  /** Attributes that everything made of this resource shares. */
  readonly shared: DraftMap;
  /** Attributes of the resource that keeps the logical id. */
  readonly own: DraftMap;
}

export interface GeneratedResource {
  readonly type: string;
  /** The node of the user's template that asks for it. */
  readonly at: TemplateNode;
  readonly attributes?: DraftMap;
  readonly properties: DraftMap;
}

export function samResource(logicalId: string, node: MapNode): SamResource {
  const properties = entryOf(node, 'Properties');
  const shared = {
    Condition: entryOf(node, 'Condition'),
    DeletionPolicy: entryOf(node, 'DeletionPolicy'),
    UpdateReplacePolicy: entryOf(node, 'UpdateReplacePolicy'),
  };
  return {
    logicalId,
    node,
    properties: isMap(properties) ? properties : draftMap({}, node),
    shared,
    own: {
      ...shared,
      UpdatePolicy: entryOf(node, 'UpdatePolicy'),
      Metadata: entryOf(node, 'Metadata'),
      DependsOn: entryOf(node, 'DependsOn'),
    },
  };
}

/** Adds a resource, or says why it cannot: the template may use the id for something else. */
export function define(workspace: Workspace, logicalId: string, resource: GeneratedResource): void {
  const { type, at, attributes, properties } = resource;
  const written = workspace.written.get(logicalId);
  if (written !== undefined && !mayReplace(written, type)) {
    report(workspace, at, `SAM generates a resource \`${logicalId}\` here, which the template has already`);
    return;
  }
  workspace.resources.set(logicalId, draftMap({ Type: type, ...attributes, Properties: draftMap(properties, at) }, at));
}

function mayReplace(written: TemplateNode, type: string): boolean {
  const writtenType = entryOf(written, 'Type');
  if (writtenType?.kind !== 'scalar') return false;
  return writtenType.text === type || writtenType.text.startsWith(SAM_PREFIX);
}

export function report(workspace: Workspace, node: TemplateNode, message: string | Complaint): void {
  const complaint = typeof message === 'string' ? { message } : message;
  workspace.problems.push({ ...complaint, start: placeOf(node).start, fatal: false });
}

export interface Complaint {
  readonly message: string;
  readonly hint: string;
}

/** Says that something SAM would have made of this is missing from the expansion. */
export function leaveOut(workspace: Workspace, construct: string): void {
  workspace.unknowns.push({ kind: 'transform-not-expanded', transform: `${SAM_TRANSFORM} (${construct})` });
}

/**
 * Stands where the expansion cannot say what comes: an intrinsic function that nothing resolves,
 * so that what holds it is unknown rather than empty.
 */
export function unexpanded(at: TemplateNode): TemplateNode {
  return draftNode({ 'Fn::Transform': { Name: SAM_TRANSFORM } }, at);
}

/** The ARN of an AWS managed policy from its path, such as `service-role/AWSLambdaBasicExecutionRole`. */
export function managedPolicyArn(workspace: Workspace, path: string): Draft {
  const arn = `arn:${workspace.partition}:iam::aws:policy/${path}`;
  return workspace.partition.startsWith('$') ? sub(arn) : arn;
}

/** Sets attributes of a resource that the expansion has made or found. */
export function amend(workspace: Workspace, logicalId: string, attributes: Readonly<Record<string, Draft>>): void {
  const resource = workspace.resources.get(logicalId);
  if (isMap(resource)) workspace.resources.set(logicalId, withEntries(resource, attributes));
}

/** An ARN of this region and account, for `Fn::Sub`. */
export function regionalArn(workspace: Workspace, service: string, resource: string): string {
  return `arn:${workspace.partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
}

/** Every node with `Ref`s of parameters that have a value replaced by it, as SAM reads the few properties it decides by. */
export function withParameters(workspace: Workspace, node: TemplateNode): TemplateNode {
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'seq':
      return { ...node, items: node.items.map((item) => withParameters(workspace, item)) };
    case 'map': {
      const target = node.entries.size === 1 ? entryOf(node, 'Ref') : undefined;
      const value = target?.kind === 'scalar' ? workspace.parameters.get(target.text) : undefined;
      if (value !== undefined) return value;
      const entries = [...node.entries].map(
        ([key, entry]) => [key, { ...entry, value: withParameters(workspace, entry.value) }] as const,
      );
      return { ...node, entries: new Map(entries) };
    }
  }
}
