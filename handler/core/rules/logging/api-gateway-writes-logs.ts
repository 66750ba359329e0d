import type { StackModel } from '#core/model/stack-model';
import { hole, textOf, type Text } from '#core/value/text';
import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { roleAt, roleCall } from '../shared/role-calls';
import { resourceRef } from '../shared/role-needs';
import { serviceAssumes } from '../shared/role-trust';

const id = 'api-gateway-writes-logs';

const ACTIONS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

export const apiGatewayWritesLogs = defineRule({
  id,
  family: 'logging',
  catalogue: ['M-APIGW-LOGS'],
  title: 'API Gateway can log with the role of the account',
  why: 'AWS::ApiGateway::Account names the role that API Gateway logs with in the whole region; it is rejected if API Gateway cannot assume it, and is meant to hold AmazonAPIGatewayPushToCloudWatchLogs.',
  fix: 'Attach service-role/AmazonAPIGatewayPushToCloudWatchLogs to the role and let its trust policy name apigateway.amazonaws.com.',
  breaks: 'deploy',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::ApiGateway::Account').flatMap(({ logicalId, properties }) => {
      const setting = at(properties, 'CloudWatchRoleArn');
      const role = roleAt(properties, ['CloudWatchRoleArn'], model);
      if (setting === undefined || role === undefined) return [];
      const { origin } = setting;
      const message = `\`${logicalId}\` gives API Gateway the role to log with`;
      const resource = resourceRef(someLogGroup(model), model);
      return [
        serviceAssumes({ rule: id, service: 'apigateway.amazonaws.com', role, logicalId, origin }, model),
        ...ACTIONS.map((action) =>
          roleCall({ rule: id, role, action, resource, evidence: { kind: 'wired', message, origin } }),
        ),
      ];
    }),
});

/** Which groups the stages of the account's APIs log to is not for one template to say. */
function someLogGroup({ place }: StackModel): Text {
  const group = hole('log group', { kind: 'any-object', of: 'the log groups' });
  return textOf('arn:', place.partition, ':logs:', place.region, ':', place.account, ':log-group:', group);
}
