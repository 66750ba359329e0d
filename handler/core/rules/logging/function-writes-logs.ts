import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import { hole, showText, textOf, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-writes-logs';

export const functionWritesLogs = defineRule({
  id,
  family: 'logging',
  catalogue: ['F-LOGS'],
  title: 'Function can write its logs',
  why: 'Lambda writes the logs with the execution role; without the permission the function runs and its log stays empty. Log streams are asked for below the group, so the ARN must end in `:*`.',
  fix: 'Attach AWSLambdaBasicExecutionRole, or allow logs:CreateLogStream and logs:PutLogEvents on `<log group ARN>:*`.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html'],
  needs: (model) => model.functions.flatMap((each) => logNeeds(each, model)),
});

function logNeeds(lambda: LambdaFunction, model: StackModel): readonly Need[] {
  const custom = at(lambda.resource.properties, 'LoggingConfig', 'LogGroup');
  const group = textOfValue(custom) ?? textOf('/aws/lambda/', lambda.name);
  const own = model.lookup.byRef(group, 'AWS::Logs::LogGroup');
  const { partition, region, account } = model.place;
  const groupArn = textOf('arn:', partition, ':logs:', region, ':', account, ':log-group:', group);
  const stream = textOf(
    groupArn,
    ':log-stream:',
    hole(`log stream of ${lambda.logicalId}`, { kind: 'any-object', of: showText(group) }),
  );
  const message = `\`${lambda.logicalId}\` writes logs to ${custom === undefined ? 'its own log group' : 'the log group it is given'}`;
  const evidence: Evidence = { kind: 'wired', message, origin: custom?.origin ?? lambda.resource.origin };
  const need = (action: string, arn: Text): Need =>
    roleNeed({
      rule: id,
      function: lambda,
      by: 'lambda-service',
      action,
      resource: resourceRef(arn, model, own?.logicalId),
      evidence: [evidence],
    });
  const writing = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => need(action, stream));
  if (own !== undefined) return writing; // a group that the stack makes need not be made by the function
  // The group may be there from an earlier deployment, so this alone proves little.
  return [{ ...need('logs:CreateLogGroup', textOf(groupArn, ':*')), atMost: 'note' }, ...writing];
}
