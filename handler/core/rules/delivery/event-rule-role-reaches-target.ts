import { defineRule } from '../rule';
import { orAsService, roleTargetNeeds, roleTargets } from '../shared/rule-target-roles';

const id = 'event-rule-role-reaches-target';

export const eventRuleRoleReachesTarget = defineRule({
  id,
  family: 'delivery',
  catalogue: ['M-EB-ROLE', 'M-EB-SQS', 'M-EB-SNS'],
  title: 'The role of a rule’s target can reach it',
  why: 'EventBridge starts state machines, puts records and events, runs tasks and calls API destinations with the role of the target; what fails shows in a metric alone.',
  fix: 'Allow the action of the target (such as states:StartExecution) on the target in the role that the target names.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html'],
  needs: (model) =>
    roleTargets(model).flatMap((target) =>
      roleTargetNeeds(id, target, model).map((need) => orAsService(need, target, model)),
    ),
});
