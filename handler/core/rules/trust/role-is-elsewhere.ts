import { arnOf } from '#core/aws/arn';
import type { Role, StackModel } from '#core/model/stack-model';
import { showText, splitText, type Text } from '#core/value/text';
import { sameText } from '#core/value/text-match';
import { at, textOfValue } from '#core/value/value';
import type { Fault } from '../need';
import { defineFaultRule } from '../rule';

const id = 'role-is-elsewhere';

export const roleIsElsewhere = defineFaultRule({
  id,
  family: 'trust',
  catalogue: ['F-TRUST'],
  title: 'A role of the stack is named by a path it does not have',
  why: 'The path of a role is part of its ARN, and `!Ref` of a role gives its name alone: an ARN that leaves the path out names a role that cannot exist, for names are unique in an account whatever their path.',
  fix: 'Name the role with `!GetAtt Role.Arn`, which has the path in it.',
  breaks: 'deploy',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html',
  ],
  faults: (model) => NAMING.flatMap(([type, property]) => faultsOf(type, property, model)),
});

/** Properties that take the ARN of a role and nothing else. */
const NAMING: readonly (readonly [type: string, property: string])[] = [
  ['AWS::Lambda::Function', 'Role'],
  ['AWS::StepFunctions::StateMachine', 'RoleArn'],
  ['AWS::Pipes::Pipe', 'RoleArn'],
];

function faultsOf(type: string, property: string, model: StackModel): readonly Fault[] {
  return model.lookup.ofType(type).flatMap(({ logicalId, properties }) => {
    const value = at(properties, property);
    const arn = textOfValue(value);
    const meant = arn === undefined ? undefined : roleMeant(arn, model);
    if (value === undefined || arn === undefined || meant === undefined) return [];
    const role = meant.logicalId ?? showText(meant.name);
    return [
      {
        rule: id,
        function: model.functions.find((each) => each.logicalId === logicalId),
        logicalId,
        message: `\`${logicalId}\` names a role that does not exist: the path of \`${role}\` is another one`,
        origin: value.origin,
        evidence: { kind: 'wired', message: `\`${logicalId}\` runs as this role`, origin: value.origin },
        action: 'iam:PassRole',
        resource: { arn, account: model.place.account, logicalId: undefined },
        remedy: `write \`!GetAtt ${role}.Arn\``,
      },
    ];
  });
}

/** None where another role of that name, such as one under the opposite condition, may have the ARN. */
function roleMeant(arn: Text, { roles }: StackModel): Role | undefined {
  const alike = roles.filter((role) => isAlike(role, arn));
  return alike.every((role) => sameText(role.arn, arn) === 'no') ? alike[0] : undefined;
}

/** The same account and the same name, whatever the path. */
function isAlike({ arn: own, name }: Role, arn: Text): boolean {
  const [parts, ownParts] = [arnOf(arn).parts, arnOf(own).parts];
  const isSame = parts.slice(0, 5).every((part, index) => showText(part) === showText(ownParts[index] ?? []));
  return isSame && showText(splitText(arn, '/').at(-1) ?? []) === showText(name);
}
