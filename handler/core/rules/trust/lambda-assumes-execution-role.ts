import { at } from '#core/value/value';
import { defineRule } from '../rule';

const id = 'lambda-assumes-execution-role';

export const lambdaAssumesExecutionRole = defineRule({
  id,
  family: 'trust',
  catalogue: ['F-TRUST'],
  title: 'Lambda can assume the execution role',
  why: 'Lambda runs the function as this role, so the trust policy of the role must allow sts:AssumeRole to lambda.amazonaws.com.',
  fix: 'Let the trust policy allow sts:AssumeRole to the service lambda.amazonaws.com.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
  needs: (model) =>
    model.functions.map((each) => ({
      rule: id,
      principal: {
        kind: 'service',
        service: 'lambda.amazonaws.com',
        sourceArn: undefined,
        sourceAccount: undefined,
        logicalId: each.logicalId,
      },
      action: 'sts:AssumeRole',
      resource: { arn: each.role.arn, account: model.place.account, logicalId: each.role.logicalId },
      context: new Map(),
      evidence: [
        {
          kind: 'wired',
          message: `\`${each.logicalId}\` runs as ${each.role.logicalId === undefined ? 'this role' : `\`${each.role.logicalId}\``}`,
          origin: at(each.resource.properties, 'Role')?.origin ?? each.resource.origin,
        },
      ],
      function: each,
    })),
});
