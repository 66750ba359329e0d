import { functionTarget } from '#core/model/functions';
import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { isFunction, roleInvokes, serviceInvokes } from '../shared/service-invokes';

const id = 'event-rule-invokes-function';
const SERVICE = 'events.amazonaws.com';

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

function targetNeed(source: Resource, target: Value, model: StackModel): readonly Need[] {
  const arn = at(target, 'Arn');
  const functionName = textOfValue(arn);
  if (arn === undefined || functionName === undefined || source.arn === undefined) return [];
  if (!isFunction(functionName, model)) return [];
  const evidence = {
    kind: 'wired' as const,
    message: `rule \`${source.logicalId}\` targets the function`,
    origin: arn.origin,
  };
  const invocation = { rule: id, service: SERVICE, source, sourceArn: source.arn, functionName, evidence };
  const role = at(target, 'RoleArn') ?? at(source.properties, 'RoleArn');
  if (role === undefined) return [serviceInvokes(invocation, model)];
  const needs = roleInvokes(invocation, role, model);
  return isPermitted(functionName, model) ? needs.map((need) => ({ ...need, atMost: 'warn' })) : needs;
}

/** AWS: its pages disagree whether EventBridge still asks the function's policy where a target has a role. */
function isPermitted(functionName: Text, model: StackModel): boolean {
  const target = functionTarget(functionName, model.names).function;
  return model.permissions.some(
    (each) => each.target.function === target && literalOf(each.principal ?? []) === SERVICE,
  );
}
