import type { Resource } from '#core/model/stack-model';
import { at, itemsOf, type Value } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'topic-rule-invokes-function';

export const topicRuleInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-IOT', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'IoT can invoke the function of a topic rule',
  why: 'AWS IoT calls the function as iot.amazonaws.com with the rule as SourceArn; where it may not, nothing happens and no message says so.',
  fix: 'Add an AWS::Lambda::Permission for iot.amazonaws.com with `!GetAtt Rule.Arn` as SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::IoT::TopicRule').flatMap((source) =>
      actionsOf(source).flatMap((action) =>
        serviceInvokesTarget(
          {
            rule: id,
            service: 'iot.amazonaws.com',
            source,
            sourceArn: source.arn,
            target: at(action, 'Lambda', 'FunctionArn'),
            words: 'hands messages to the function',
          },
          model,
        ),
      ),
    ),
});

/** A function that the SQL of the rule calls is not looked for. */
function actionsOf({ properties }: Resource): readonly Value[] {
  const payload = at(properties, 'TopicRulePayload');
  return [...itemsOf(at(payload, 'Actions')), ...itemsOf(at(payload, 'ErrorAction'))];
}
