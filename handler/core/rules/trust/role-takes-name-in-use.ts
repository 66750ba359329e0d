import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Fault } from '../need';
import { defineFaultRule } from '../rule';
import { resourceRef } from '../shared/role-needs';

const id = 'role-takes-name-in-use';

export const roleTakesNameInUse = defineFaultRule({
  id,
  family: 'trust',
  catalogue: ['F-TRUST'],
  title: 'A role that is made anew has a name of its own',
  why: 'A role under another logical id, or with another path, is made before the old one is deleted; with a name written in the template both would have the same. Made by hand in two steps, the new role is not the one that policies elsewhere know: they keep the id of the old one, not its ARN.',
  fix: 'Give the new role another name, or none, and name it by `!GetAtt Role.Arn` wherever a policy lets it in.',
  breaks: 'deploy',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  ],
  faults: (model) => model.lookup.ofType('AWS::IAM::Role').flatMap((role) => conflict(role, model)),
});

function conflict(role: Resource, model: StackModel): readonly Fault[] {
  const [before] = model.deployment.before ?? [];
  const name = nameOf(role);
  if (before === undefined || name === undefined || model.deployment.before?.length !== 1) return [];
  const holder = before.lookup.ofType('AWS::IAM::Role').find((each) => nameOf(each) === name);
  if (holder === undefined || (holder.logicalId === role.logicalId && pathOf(holder) === pathOf(role))) return [];
  // Two that stand side by side are a matter of the template, not of the change.
  if (holder.logicalId !== role.logicalId && before.lookup.all.has(role.logicalId)) return [];
  const arn: Text = role.arn ?? role.ref;
  return [
    {
      rule: id,
      function: model.functions.find((each) => each.role.logicalId === role.logicalId),
      logicalId: role.logicalId,
      message: `\`${role.logicalId}\` is made before \`${holder.logicalId}\` of the deployed template is deleted, and both are named \`${name}\``,
      origin: at(role.properties, 'RoleName')?.origin ?? role.origin,
      evidence: { kind: 'wired', message: `the template names the role \`${name}\``, origin: role.origin },
      action: 'iam:CreateRole',
      resource: resourceRef(arn, model, role.logicalId),
    },
  ];
}

function nameOf({ properties }: Resource): string | undefined {
  const name = textOfValue(at(properties, 'RoleName'));
  return name === undefined ? undefined : literalOf(name);
}

function pathOf({ properties }: Resource): string {
  const path = at(properties, 'Path');
  return path === undefined ? '/' : showText(textOfValue(path) ?? []);
}
