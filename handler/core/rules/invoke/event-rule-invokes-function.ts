import type { Resource, StackModel } from '#core/model/stack-model';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { isFunction, serviceInvokes } from '../shared/service-invokes';

const id = 'event-rule-invokes-function';

export const eventRuleInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-EVENTS', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'EventBridge can invoke the function that a rule targets',
  why: 'A rule without a role of its own calls the function as events.amazonaws.com with the rule as aws:SourceArn; only the policy of the function can allow that.',
  fix: 'Add an AWS::Lambda::Permission for events.amazonaws.com with the ARN of the rule as SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html'],
  needs: (model) =>
    model.lookup
      .ofType('AWS::Events::Rule')
      .flatMap((rule) => itemsOf(at(rule.properties, 'Targets')).flatMap((target) => targetNeed(rule, target, model))),
});

/** A target with a RoleArn, or the rule's own, is called with that role, and the function's policy is not asked. */
function targetNeed(source: Resource, target: Value, model: StackModel): readonly Need[] {
  const arn = at(target, 'Arn');
  const functionName = textOfValue(arn);
  if (arn === undefined || functionName === undefined || source.arn === undefined) return [];
  if (
    at(target, 'RoleArn') !== undefined ||
    at(source.properties, 'RoleArn') !== undefined ||
    !isFunction(functionName, model)
  )
    return [];
  const evidence = {
    kind: 'wired' as const,
    message: `rule \`${source.logicalId}\` targets the function`,
    origin: arn.origin,
  };
  return [
    serviceInvokes(
      { rule: id, service: 'events.amazonaws.com', source, sourceArn: source.arn, functionName, evidence },
      model,
    ),
  ];
}
