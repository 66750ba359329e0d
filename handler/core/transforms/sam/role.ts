import type { TemplateNode } from '#core/template/node';
import { isSame } from '../canonical-json';
import { draftNode, type Draft, type DraftMap } from '../draft';
import { entryOf } from '../node-reading';
import { define, managedPolicyArn, type Workspace } from './workspace';

/** A role in the making; events of a function add to it. */
export interface RoleDraft {
  readonly logicalId: string;
  readonly trust: Draft;
  readonly managed: TemplateNode[];
  readonly inline: TemplateNode[];
}

export function trustOf(service: string): Draft {
  return {
    Version: '2012-10-17',
    Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
  };
}

export function addManagedPolicy(role: RoleDraft, policy: TemplateNode): void {
  if (!role.managed.some((present) => isSame(present, policy))) role.managed.push(policy);
}

export function addAwsPolicy(
  workspace: Workspace,
  role: RoleDraft,
  { path, at }: { readonly path: string; readonly at: TemplateNode },
): void {
  addManagedPolicy(role, draftNode(managedPolicyArn(workspace, path), at));
}

/** AWS: an event's policy is left out where the role has the same document already. */
export function addInlinePolicyOnce(role: RoleDraft, policy: TemplateNode): void {
  const document = entryOf(policy, 'PolicyDocument');
  const isThere = role.inline.some((present) => {
    const other = entryOf(present, 'PolicyDocument');
    return document !== undefined && other !== undefined && isSame(document, other);
  });
  if (!isThere) role.inline.push(policy);
}

interface RoleResource {
  readonly at: TemplateNode;
  readonly attributes: DraftMap;
  readonly path?: TemplateNode | undefined;
  readonly boundary?: TemplateNode | undefined;
  readonly tags?: Draft | undefined;
}

export function defineRole(workspace: Workspace, role: RoleDraft, resource: RoleResource): void {
  define(workspace, role.logicalId, {
    type: 'AWS::IAM::Role',
    at: resource.at,
    attributes: resource.attributes,
    properties: {
      AssumeRolePolicyDocument: role.trust,
      ManagedPolicyArns: role.managed.length === 0 ? undefined : role.managed,
      Policies: role.inline.length === 0 ? undefined : role.inline,
      Path: resource.path,
      PermissionsBoundary: resource.boundary,
      Tags: resource.tags,
    },
  });
}

interface InlinePolicy {
  readonly name: string;
  readonly at: TemplateNode;
  readonly version?: string;
}

export function inlinePolicy({ name, at, version }: InlinePolicy, statements: readonly DraftMap[]): TemplateNode {
  return draftNode({ PolicyName: name, PolicyDocument: { Version: version, Statement: statements } }, at);
}

export function allow(action: Draft, resource: Draft): DraftMap {
  return { Action: action, Effect: 'Allow', Resource: resource };
}
