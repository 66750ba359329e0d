import type { TemplateNode } from '#core/template/node';
import { draftNode } from '../draft';
import { entryOf, ifParts, intrinsicOf, isNoValue, isPresent, isScalar, listOf, type IfParts } from '../node-reading';
import { managedPolicy } from './managed-policies';
import { expandPolicyTemplate, isPolicyTemplate } from './policy-templates';
import { addManagedPolicy, type RoleDraft } from './role';
import { report, unexpanded, type Workspace } from './workspace';

type PolicyKind = 'managed' | 'statement' | 'template' | 'unknown';

/** Adds what the property `Policies` of a function or state machine says to its role. */
export function addPolicies(workspace: Workspace, role: RoleDraft, policies: TemplateNode | undefined): void {
  if (!isPresent(policies)) return;
  listOf(policies).forEach((policy, index) => {
    const kind = kindOf(policy);
    const parts = ifParts(policy);
    const convert = (one: TemplateNode): TemplateNode =>
      convertPolicy(workspace, kind, { policy: one, name: `${role.logicalId}Policy${index}` });
    const converted = parts === undefined ? convert(policy) : convertBranches(policy, parts, convert);
    switch (kind) {
      case 'managed':
        addManagedPolicy(role, converted);
        return;
      case 'statement':
      case 'template':
        role.inline.push(converted);
        return;
      case 'unknown':
        reportPolicy(workspace, policy);
        role.inline.push(unexpanded(policy));
    }
  });
}

function reportPolicy(workspace: Workspace, policy: TemplateNode): void {
  if (intrinsicOf(policy)?.name === 'Fn::If') {
    report(workspace, policy, {
      message: '`Fn::If` around policies wants two of one kind',
      hint: 'write one `Fn::If` for each kind of policy',
    });
    return;
  }
  const name = policy.kind === 'map' ? [...policy.entries.keys()].join(', ') : undefined;
  report(
    workspace,
    policy,
    name === undefined ? 'this is no policy that SAM knows' : `there is no policy template \`${name}\``,
  );
}

function kindOf(policy: TemplateNode): PolicyKind {
  if (isScalar(policy)) return typeof policy.value === 'string' ? 'managed' : 'unknown';
  const parts = ifParts(policy);
  if (parts !== undefined) return kindOfBranches(parts);
  const intrinsic = intrinsicOf(policy);
  if (intrinsic !== undefined) return intrinsic.name === 'Fn::If' ? 'unknown' : 'managed';
  if (entryOf(policy, 'Statement') !== undefined) return 'statement';
  return isPolicyTemplate(policy) ? 'template' : 'unknown';
}

function kindOfBranches({ then, otherwise }: IfParts): PolicyKind {
  const [left, right] = [kindOf(then), kindOf(otherwise)];
  if (left === right) return left;
  if (isNoValue(then)) return right;
  return isNoValue(otherwise) ? left : 'unknown';
}

function convertBranches(
  policy: TemplateNode,
  { condition, then, otherwise }: IfParts,
  convert: (one: TemplateNode) => TemplateNode,
): TemplateNode {
  const branch = (one: TemplateNode): TemplateNode => (isNoValue(one) ? one : convert(one));
  return draftNode({ 'Fn::If': [condition, branch(then), branch(otherwise)] }, policy);
}

function convertPolicy(
  workspace: Workspace,
  kind: PolicyKind,
  { policy, name }: { readonly policy: TemplateNode; readonly name: string },
): TemplateNode {
  switch (kind) {
    case 'managed':
      return managedPolicy(workspace, policy);
    case 'statement':
      return draftNode({ PolicyName: name, PolicyDocument: policy }, policy);
    case 'template':
      return draftNode({ PolicyName: name, PolicyDocument: expandPolicyTemplate(workspace, policy) }, policy);
    case 'unknown':
      return unexpanded(policy);
  }
}
