import { at, itemsOf } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'alarm-invokes-function';

export const alarmInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-ALARM', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'CloudWatch can invoke the function of an alarm',
  why: 'An alarm calls the function as lambda.alarms.cloudwatch.amazonaws.com; cloudwatch.amazonaws.com is another principal. Only the history of the alarm tells of a refusal.',
  fix: 'Add an AWS::Lambda::Permission for lambda.alarms.cloudwatch.amazonaws.com with `!GetAtt Alarm.Arn` as SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').flatMap((source) =>
      ACTIONS.flatMap((name) =>
        itemsOf(at(source.properties, name)).flatMap((target) =>
          serviceInvokesTarget(
            {
              rule: id,
              service: 'lambda.alarms.cloudwatch.amazonaws.com',
              source,
              sourceArn: source.arn,
              target,
              words: `names the function in \`${name}\``,
            },
            model,
          ),
        ),
      ),
    ),
});

const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];
