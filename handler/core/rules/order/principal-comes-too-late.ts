import { comesBefore } from '#core/model/creation-order';
import { standingOf } from '#core/model/deployment';
import type { PolicySet, Role, StackModel } from '#core/model/stack-model';
import { showText } from '#core/value/text';
import type { Fault } from '../need';
import { defineFaultRule } from '../rule';
import { resourceRef } from '../shared/role-needs';

const id = 'principal-comes-too-late';

export const principalComesTooLate = defineFaultRule({
  id,
  family: 'order',
  catalogue: ['F-RACE', 'F-KEYPOLICY', 'A-ASSUME'],
  title: 'A role is there before the policies that name it by text',
  why: 'KMS and IAM refuse a policy that names a role which is not there. A role that is named by its ARN as text, and not with !GetAtt, is made at the same time as what names it.',
  fix: 'Name the role with `!GetAtt Role.Arn`, or add DependsOn.',
  breaks: 'deploy',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html',
  ],
  faults: (model) => [
    ...model.keys.flatMap(({ logicalId, policy }) => tooEarly({ logicalId, policy, action: 'kms:CreateKey' }, model)),
    ...model.roles.flatMap(({ logicalId, trust }) =>
      tooEarly({ logicalId, policy: trust, action: 'iam:CreateRole' }, model),
    ),
  ],
});

interface Naming {
  readonly logicalId: string | undefined;
  readonly policy: PolicySet;
  readonly action: string;
}

function tooEarly({ logicalId, policy, action }: Naming, model: StackModel): readonly Fault[] {
  const resource = model.lookup.all.get(logicalId ?? '');
  if (resource === undefined || policy.policies.length === 0) return [];
  const named = rolesNamed(policy, model);
  if (named.length === 0) return [];
  const before = comesBefore(resource.logicalId, model.lookup);
  const late = named.filter((each) => !before.has(each.logicalId ?? '') && isNew(each, model));
  return late.slice(0, 1).map((role) => ({
    rule: id,
    function: undefined,
    logicalId: resource.logicalId,
    message: `\`${resource.logicalId}\` names role \`${role.logicalId ?? ''}\` by its ARN as text and does not wait for it: it may be made first, and then fails to be made`,
    origin: resource.origin,
    evidence: {
      kind: 'wired',
      message: `the policy of \`${resource.logicalId}\` names the role`,
      origin: resource.origin,
    },
    action,
    resource: resourceRef(role.arn, model, role.logicalId),
    remedy: `name the role with \`!GetAtt ${role.logicalId ?? ''}.Arn\`, or add \`DependsOn: ${role.logicalId ?? ''}\``,
    // What is made at the same time is often made in the right order, and a deployment that fails can be repeated.
    atMost: 'note',
  }));
}

function rolesNamed({ policies }: PolicySet, { roles }: StackModel): readonly Role[] {
  const named = new Set(
    policies.flatMap(({ statements }) =>
      statements.flatMap(({ principals }) =>
        (principals?.principals ?? []).flatMap(({ type, text }) => (type === 'AWS' ? [showText(text)] : [])),
      ),
    ),
  );
  return named.size === 0 ? [] : roles.filter(({ arn }) => named.has(showText(arn)));
}

function isNew({ logicalId }: Role, { lookup, deployment }: StackModel): boolean {
  const resource = lookup.all.get(logicalId ?? '');
  if (resource === undefined) return false;
  const isOld = (deployment.before ?? []).some((each) => each.lookup.all.has(resource.logicalId));
  return !isOld && standingOf(resource, deployment).kind === 'new';
}
