import { showText } from '#core/value/text';
import { defineRule } from '../rule';
import { declaredNeeds } from '../shared/declared-needs';
import { resourceHolding } from '../shared/meant';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-has-declared-access';

/** These have rules that know more of them. */
const ELSEWHERE = new Set(['lambda:invokefunction', 's3:getobject', 's3:putobject', 's3:listbucket']);

export const functionHasDeclaredAccess = defineRule({
  id,
  family: 'data',
  catalogue: [],
  title: 'Function has the access its metadata declares',
  why: 'What code calls does not show in a template; `Metadata: PermissionHook: Needs` says it, and it is held to.',
  fix: 'Allow the action on the resource in the execution role, and in the policy of the resource where it has one.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
  needs: (model) =>
    declaredNeeds(model)
      .filter(({ action }) => !ELSEWHERE.has(action.toLowerCase()))
      .map((declared) => {
        const name = `\`${declared.function.logicalId}\``;
        const holder = resourceHolding(declared.resource, model.lookup.all.values())?.logicalId;
        const message = `the metadata of ${name} declares \`${declared.action}\` on \`${holder ?? showText(declared.resource)}\``;
        return roleNeed({
          rule: id,
          function: declared.function,
          by: 'function-code',
          action: declared.action,
          resource: resourceRef(
            declared.resource,
            model,
            resourceHolding(declared.resource, model.lookup.all.values())?.logicalId,
          ),
          evidence: [{ kind: 'declared', message, origin: declared.origin }],
        });
      }),
});
