import type { InvokePermission, StackModel } from '#core/model/stack-model';
import type { Fault } from '../need';
import { defineFaultRule } from '../rule';
import { serviceOf } from '../shared/inert-permissions';
import { resourceRef } from '../shared/role-needs';

const id = 'alexa-skill-invokes-function';

export const alexaSkillInvokesFunction = defineFaultRule({
  id,
  family: 'invoke',
  catalogue: ['L-ALEXA'],
  title: 'Alexa can invoke the function of a skill',
  why: 'Skills call as alexa-appkit.amazon.com, smart homes as alexa-connectedhome.amazon.com; the same names under amazonaws.com are nobody.',
  fix: 'Name alexa-appkit.amazon.com (or alexa-connectedhome.amazon.com) as Principal, and the id of the skill as EventSourceToken.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html'],
  faults: (model) => model.permissions.flatMap((permission) => wrongName(permission, model)),
});

const RIGHT: ReadonlyMap<string, string> = new Map([
  ['alexa-appkit.amazonaws.com', 'alexa-appkit.amazon.com'],
  ['alexa.amazonaws.com', 'alexa-appkit.amazon.com'],
  ['alexa.amazon.com', 'alexa-appkit.amazon.com'],
  ['alexa-connectedhome.amazonaws.com', 'alexa-connectedhome.amazon.com'],
]);

function wrongName(permission: InvokePermission, model: StackModel): readonly Fault[] {
  const { resource, target } = permission;
  const written = serviceOf(permission);
  const right = RIGHT.get(written);
  if (right === undefined) return [];
  const message = `permission \`${resource.logicalId}\` names \`${written}\`, which is nobody: Alexa calls as \`${right}\``;
  return [
    {
      rule: id,
      function: target.function,
      logicalId: resource.logicalId,
      message,
      origin: resource.origin,
      evidence: { kind: 'wired', message: `\`${resource.logicalId}\` is meant for Alexa`, origin: resource.origin },
      action: 'lambda:InvokeFunction',
      resource: resourceRef(target.arn, model, target.logicalId),
      remedy: `write \`Principal: ${right}\``,
    },
  ];
}
