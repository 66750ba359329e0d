import { literalOf, showText, textOf } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { StackModel } from '#core/model/stack-model';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { TASK_DEFINITION } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';
import { grantedEvidence, grantedNeed, grantedUses, type GrantedUse } from '../shared/granted-uses';
import { resourceRef } from '../shared/role-needs';

const id = 'function-runs-task';

export const functionRunsTask = defineRule({
  id,
  family: 'data',
  catalogue: ['A-ECSRUN'],
  title: 'Function can run the task',
  why: 'Running a task hands its roles to ECS: beside ecs:RunTask on the task definition it takes iam:PassRole on the task role and on the execution role.',
  fix: 'Allow ecs:RunTask on the task definition, and iam:PassRole on each of its roles.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  ],
  needs: (model) =>
    collectNeeds([
      ...dataNeeds(id, TASK_DEFINITION, model).filter(isSure),
      ...grantedUses('ecs:RunTask', model)
        .filter(({ grant, isEffective }) => grant.function !== undefined && isEffective)
        .flatMap((use) => ROLES.flatMap((property) => passNeed(property, use, model))),
    ]),
});

/** AWS: where no revision is written, which one is asked for is not documented; a variable does not say what is done. */
function isSure({ contradicted = [], evidence }: Need): boolean {
  return contradicted.length === 0 && evidence.some(({ kind }) => kind !== 'referenced');
}

const ROLES = ['TaskRoleArn', 'ExecutionRoleArn'];

function passNeed(property: string, use: GrantedUse, model: StackModel): readonly Need[] {
  const definition = model.lookup.all.get(use.resource.logicalId ?? '');
  const role = roleNamed(at(definition?.properties, property), model);
  if (role === undefined) return [];
  const what = property === 'TaskRoleArn' ? 'its role' : 'its execution role';
  const granted = grantedEvidence(use);
  return [
    {
      ...grantedNeed(id, use, model),
      action: 'iam:PassRole',
      resource: role,
      context: new Map([['iam:passedtoservice', textOf('ecs-tasks.amazonaws.com')]]),
      evidence: [{ ...granted, message: `${granted.message}, and ${what} goes with it` }],
    },
  ];
}

/** Only roles of the stack: by name or ARN, and what is written in full. */
function roleNamed(value: Value | undefined, model: StackModel): Need['resource'] | undefined {
  const text = textOfValue(value);
  if (text === undefined) return undefined;
  const role = model.roles.find(({ arn, name }) => [arn, name].some((each) => showText(each) === showText(text)));
  if (role !== undefined) return resourceRef(role.arn, model, role.logicalId);
  return literalOf(text)?.startsWith('arn:') === true ? resourceRef(text, model) : undefined;
}
