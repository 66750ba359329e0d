import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { isFunction, serviceInvokes } from '../shared/service-invokes';

const id = 'sns-subscription-invokes-function';

export const snsSubscriptionInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-SNS', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'SNS can invoke the function that subscribes to the topic',
  why: 'SNS calls the function as sns.amazonaws.com with the topic as aws:SourceArn; only the policy of the function can allow that.',
  fix: 'Add an AWS::Lambda::Permission for sns.amazonaws.com with the topic ARN as SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/sns/latest/dg/lambda-console.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html',
  ],
  needs: (model) => [
    ...model.lookup.ofType('AWS::SNS::Subscription').flatMap((each) => {
      const topic = textOfValue(at(each.properties, 'TopicArn'));
      return topic === undefined ? [] : subscription(each, { topic, settings: each.properties }, model);
    }),
    ...model.lookup
      .ofType('AWS::SNS::Topic')
      .flatMap((each) =>
        itemsOf(at(each.properties, 'Subscription')).flatMap((settings) =>
          subscription(each, { topic: each.arn ?? each.ref, settings }, model),
        ),
      ),
  ],
});

interface Subscription {
  readonly topic: Text;
  readonly settings: Value;
}

function subscription(source: Resource, { topic, settings }: Subscription, model: StackModel): readonly Need[] {
  const endpoint = at(settings, 'Endpoint');
  const functionName = textOfValue(endpoint);
  if (endpoint === undefined || functionName === undefined || !isFunction(functionName, model)) return [];
  if (literalOf(textOfValue(at(settings, 'Protocol')) ?? []) !== 'lambda') return [];
  const evidence = {
    kind: 'wired' as const,
    message: `\`${source.logicalId}\` subscribes the function to the topic`,
    origin: endpoint.origin,
  };
  return [
    serviceInvokes({ rule: id, service: 'sns.amazonaws.com', source, sourceArn: topic, functionName, evidence }, model),
  ];
}
