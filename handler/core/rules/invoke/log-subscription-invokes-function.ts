import { textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { isFunction, serviceInvokes } from '../shared/service-invokes';

const id = 'log-subscription-invokes-function';

export const logSubscriptionInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-LOGS', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'CloudWatch Logs can invoke the function a log group is streamed to',
  why: 'CloudWatch Logs calls the function as logs.amazonaws.com, and the SourceArn it sends is the log group with `:*` behind it.',
  fix: 'Add an AWS::Lambda::Permission for logs.amazonaws.com with `!GetAtt LogGroup.Arn` as SourceArn, and let the subscription filter depend on it.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::Logs::SubscriptionFilter').flatMap((source) => {
      const destination = at(source.properties, 'DestinationArn');
      const functionName = textOfValue(destination);
      const group = textOfValue(at(source.properties, 'LogGroupName'));
      if (
        destination === undefined ||
        functionName === undefined ||
        group === undefined ||
        !isFunction(functionName, model)
      )
        return [];
      const { partition, region, account } = model.place;
      const sourceArn = textOf('arn:', partition, ':logs:', region, ':', account, ':log-group:', group, ':*');
      const evidence = {
        kind: 'wired' as const,
        message: `\`${source.logicalId}\` streams a log group to the function`,
        origin: destination.origin,
      };
      const service = 'logs.amazonaws.com';
      const regionalName = textOf('logs.', region, '.amazonaws.com');
      return [serviceInvokes({ rule: id, service, regionalName, source, sourceArn, functionName, evidence }, model)];
    }),
});
