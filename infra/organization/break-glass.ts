import { NAME_PREFIX } from '../gate-function';

export const BREAK_GLASS = `${NAME_PREFIX}-break-glass`;

/**
 * The role that may still switch the hook off where `protect-hook.scp.json` holds; people of the monitoring account take it, with
 * a second factor. IAM knows no regions, so that one region of a rollout brings it.
 */
export const BREAK_GLASS_TEMPLATE = JSON.stringify({
  Description: 'Who may switch cfn-permission-hook off',
  Parameters: { MonitoringAccount: { Type: 'String', Description: 'Account whose people may take the role' } },
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        // Named, as the policy that protects the hook must name it.
        RoleName: BREAK_GLASS,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${MonitoringAccount}:root' } },
              Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
            },
          ],
        },
        Policies: [
          {
            PolicyName: 'switch',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: [
                    'cloudformation:BatchDescribeTypeConfigurations',
                    'cloudformation:DescribeType',
                    'cloudformation:ListTypes',
                    'cloudformation:SetTypeConfiguration',
                  ],
                  // These actions know no resources.
                  Resource: '*',
                },
              ],
            },
          },
        ],
      },
    },
  },
});
