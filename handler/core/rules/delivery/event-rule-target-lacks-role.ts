import { showText } from '#core/value/text';
import { defineFaultRule } from '../rule';
import { resourceOf } from '../shared/role-calls';
import { rolelessTargets } from '../shared/rule-target-roles';

const id = 'event-rule-target-lacks-role';

export const eventRuleTargetLacksRole = defineFaultRule({
  id,
  family: 'delivery',
  catalogue: ['M-EB-ROLE'],
  title: 'A rule’s target of this kind must name a role',
  why: 'EventBridge reaches state machines, streams and tasks with a role only and rejects a target without one, although the property is optional.',
  fix: 'Give the target a RoleArn: a role that trusts events.amazonaws.com and may do what the target is for.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html'],
  faults: (model) =>
    rolelessTargets(model).map(({ delivery: { source, target, evidence }, action }) => {
      const resource = resourceOf(target, model);
      const name = resource.logicalId ?? showText(target);
      return {
        rule: id,
        function: undefined,
        logicalId: source.logicalId,
        message: `rule \`${source.logicalId}\` targets \`${name}\` without a role, and EventBridge rejects such a target`,
        origin: evidence.origin,
        evidence,
        action,
        resource,
      };
    }),
});
