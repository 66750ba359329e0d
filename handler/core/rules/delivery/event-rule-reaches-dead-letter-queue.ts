import type { StackModel } from '#core/model/stack-model';
import { at, itemsOf } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { deliveryNeeds } from '../shared/deliveries';
import { roleAt } from '../shared/role-calls';
import { ruleDeadLetters } from '../shared/delivery-sources';

const id = 'event-rule-reaches-dead-letter-queue';

export const eventRuleReachesDeadLetterQueue = defineRule({
  id,
  family: 'delivery',
  catalogue: ['M-EB-SQS'],
  title: 'EventBridge can keep the events it cannot deliver',
  why: 'EventBridge writes to the dead-letter queue of a target as events.amazonaws.com; without a queue policy that allows it the events are lost.',
  fix: 'Add an AWS::SQS::QueuePolicy that allows sqs:SendMessage on the dead-letter queue to events.amazonaws.com with the ARN of the rule as aws:SourceArn.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html'],
  needs: (model) => deliveryNeeds(id, ruleDeadLetters(model), model).map((need) => orWithRole(need, model)),
});

/** Whether the role of the rule or its targets may be used instead is not settled: where it could, nothing is said. */
function orWithRole(need: Need, model: StackModel): Need {
  const { principal } = need;
  const source = principal.kind === 'service' ? model.lookup.all.get(principal.logicalId ?? '') : undefined;
  const roles = [source?.properties, ...itemsOf(at(source?.properties, 'Targets'))].flatMap((holder) => {
    const role = roleAt(holder, ['RoleArn'], model);
    return role === undefined ? [] : [role];
  });
  return {
    ...need,
    orNeeds: roles.map((role) => ({ ...need, principal: { kind: 'role', role, by: 'other-service' } })),
  };
}
