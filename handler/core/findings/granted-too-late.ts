import { assess } from '#core/access/assess';
import type { Facts } from '#core/facts/facts';
import { qualifierOf } from '#core/intrinsics/qualified-name';
import { comesBefore } from '#core/model/creation-order';
import type { Attachment, Role, StackModel } from '#core/model/stack-model';
import type { Fault, NeedAtCreation } from '#core/rules/need';

/**
 * An access that works once everything is made, and is refused while the resource is made: what grants it is a policy
 * of its own, which CloudFormation makes at the same time.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
export function grantedTooLate({ need, resource }: NeedAtCreation, model: StackModel, facts: Facts): readonly Fault[] {
  const { principal } = need;
  if (principal.kind !== 'role') return [];
  // Policies of other stacks are made in an order of their own.
  const beside = (principal.role.attachments ?? []).filter(
    ({ logicalId }) => qualifierOf(logicalId) === qualifierOf(resource.logicalId),
  );
  if (beside.length === 0) return [];
  const before = comesBefore(resource.logicalId, model.lookup);
  const late = beside.filter(({ logicalId }) => !before.has(logicalId));
  if (late.length === 0 || assess(need, model, facts).outcome !== 'allow') return [];
  const early = { ...need, principal: { ...principal, role: withoutAttachments(principal.role, late) } };
  if (assess(early, model, facts).outcome !== 'implicit-deny') return [];
  return [faultOf({ need, resource }, late)];
}

function faultOf({ need, resource }: NeedAtCreation, late: readonly Attachment[]): Fault {
  const names = late.map(({ logicalId }) => `\`${logicalId}\``).join(', ');
  const [evidence] = need.evidence;
  return {
    rule: need.rule,
    function: need.function,
    logicalId: resource.logicalId,
    message: `\`${resource.logicalId}\` may be made before ${names}, which allows \`${need.action}\`, and then fails to be made`,
    origin: resource.origin,
    evidence,
    action: need.action,
    resource: need.resource,
    remedy: `add \`DependsOn: ${late.map(({ logicalId }) => logicalId).join(', ')}\` to \`${resource.logicalId}\``,
  };
}

function withoutAttachments(role: Role, late: readonly Attachment[]): Role {
  const gone = new Set(late.flatMap(({ policy }) => policy.policies));
  return {
    ...role,
    identity: { ...role.identity, policies: role.identity.policies.filter((policy) => !gone.has(policy)) },
  };
}
