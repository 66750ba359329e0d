import type { StackModel } from '#core/model/stack-model';
import { hole, NAME_SHAPE, textOf, type Text } from '#core/value/text';
import { at, itemsOf } from '#core/value/value';
import { defineRule } from '../rule';
import { roleNeed } from '../shared/role-needs';

const id = 'vpc-function-manages-network-interfaces';

/** The three that Lambda checks; other documented ones are not missed by functions that deploy and run. */
const ACTIONS = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'] as const;

export const vpcFunctionManagesNetworkInterfaces = defineRule({
  id,
  family: 'network',
  catalogue: ['F-VPC'],
  title: 'Function in a VPC can manage its network interfaces',
  why: 'Lambda makes and removes the network interfaces with the execution role, and refuses to create the function without these permissions.',
  fix: 'Attach AWSLambdaVPCAccessExecutionRole, or allow the three ec2 actions on `*`.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html'],
  needs: (model) =>
    model.functions.flatMap((each) => {
      const subnets = at(each.resource.properties, 'VpcConfig', 'SubnetIds');
      if (subnets === undefined || itemsOf(subnets).length === 0) return [];
      const message = `\`${each.logicalId}\` runs in a VPC`;
      return ACTIONS.map((action) =>
        roleNeed({
          rule: id,
          function: each,
          by: 'lambda-service',
          action,
          resource: { arn: interfaceArn(action, model), account: model.place.account, logicalId: undefined },
          evidence: [{ kind: 'wired', message, origin: subnets.origin }],
          // A list that is not known may be empty, and the function then outside of any VPC.
          atMost: subnets.kind === 'unknown' ? 'warn' : undefined,
        }),
      );
    }),
});

/** AWS: describing has no resource; the others ask for some network interface, among other things. */
function interfaceArn(action: (typeof ACTIONS)[number], model: StackModel): Text {
  if (action === 'ec2:DescribeNetworkInterfaces') return textOf('*');
  const some = hole('network interface', { kind: 'any-object', of: 'the network interfaces' }, NAME_SHAPE);
  const { partition, region, account } = model.place;
  return textOf('arn:', partition, ':ec2:', region, ':', account, ':network-interface/', some);
}
