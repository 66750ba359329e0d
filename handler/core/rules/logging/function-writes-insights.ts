import type { StackModel } from '#core/model/stack-model';
import { hole, showText, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-writes-insights';

export const functionWritesInsights = defineRule({
  id,
  family: 'logging',
  catalogue: ['F-INSIGHTS'],
  title: 'Function with Lambda Insights can write its metrics',
  why: 'The extension writes to the log group /aws/lambda-insights with the execution role; without the permission there are no metrics, and nothing says so.',
  fix: 'Attach CloudWatchLambdaInsightsExecutionRolePolicy to the execution role.',
  breaks: 'run',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-Getting-Started-cloudformation.html',
  ],
  needs: (model) =>
    model.functions.flatMap((each) => {
      const layer = itemsOf(at(each.resource.properties, 'Layers')).find((item) =>
        showText(textOfValue(item) ?? []).includes(':layer:LambdaInsightsExtension'),
      );
      if (layer === undefined) return [];
      const message = `\`${each.logicalId}\` has the layer of Lambda Insights`;
      return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) =>
        roleNeed({
          rule: id,
          function: each,
          by: 'function-code',
          action,
          resource: resourceRef(insightsStream(model), model),
          evidence: [{ kind: 'wired', message, origin: layer.origin }],
        }),
      );
    }),
});

function insightsStream({ place }: StackModel): Text {
  const stream = hole('log stream of Lambda Insights', { kind: 'any-object', of: '/aws/lambda-insights' });
  const group = ':log-group:/aws/lambda-insights:log-stream:';
  return textOf('arn:', place.partition, ':logs:', place.region, ':', place.account, group, stream);
}
