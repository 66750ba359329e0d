import { knownAction } from '#core/aws/actions';
import type { NamedGrant, StackModel } from '#core/model/stack-model';
import { literalOf, showText, textOf } from '#core/value/text';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';

const id = 'granted-action-needs-star';

/** Others' tools scope such actions and see them work, or the reference does not list their resources here. */
const SERVICES = new Set([
  'cloudwatch',
  'codepipeline',
  'comprehend',
  'config',
  'ecr',
  'lambda',
  'rekognition',
  'secretsmanager',
  'sns',
  'sqs',
  'textract',
  'translate',
  'xray',
]);

export const grantedActionNeedsStar = defineRule({
  id,
  family: 'data',
  catalogue: ['A-ROTATE', 'F-XRAY', 'L-CODEPIPELINE', 'L-CONFIG'],
  title: 'Actions without resources are allowed on `*`',
  why: 'Some actions are asked of no resource at all; a statement that names one for them never matches.',
  fix: 'Allow the action on `*`, in a statement of its own.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-all',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  ],
  needs: (model) => collectNeeds(model.namedGrants.flatMap((grant) => needsOf(grant, model))),
});

/** Only statements with nothing but such actions: beside others they are often only copied along. */
function needsOf(grant: NamedGrant, model: StackModel): readonly Need[] {
  const { actions } = grant.statement;
  const names = actions?.negated === false ? actions.patterns.map(({ text }) => literalOf(text) ?? '') : [];
  return names.every(isWithoutResources) ? names.map((action) => starNeed(action, grant, model)) : [];
}

function isWithoutResources(action: string): boolean {
  const [service = ''] = action.toLowerCase().split(':');
  return SERVICES.has(service) && knownAction(action)?.resourceTypes.length === 0;
}

function starNeed(action: string, { role, function: runs, resource }: NamedGrant, model: StackModel): Need {
  const message = `a statement of \`${role.logicalId ?? showText(role.arn)}\` names \`${action}\` on \`${showText(resource.text)}\``;
  return {
    rule: id,
    principal: { kind: 'role', role, by: runs === undefined ? 'other-service' : 'function-code' },
    action,
    resource: { arn: textOf('*'), account: model.place.account, logicalId: undefined },
    context: new Map(),
    evidence: [{ kind: 'granted', message, origin: resource.origin }],
    function: runs,
  };
}
