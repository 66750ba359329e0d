import { textOf } from '#core/value/text';
import { defineRule } from '../rule';
import { brokerMappings, readingNeed, sourceAccesses, type BrokerMapping } from '../shared/broker-sources';

const id = 'lambda-reaches-broker-network';

const ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

export const lambdaReachesBrokerNetwork = defineRule({
  id,
  family: 'network',
  catalogue: ['E-MSK', 'E-KAFKA', 'E-MQ', 'E-DOCDB'],
  title: 'Lambda can enter the network of the cluster or broker that triggers the function',
  why: 'Lambda makes network interfaces beside the brokers with the execution role, whether or not the function itself is in a VPC. SAM grants this for MSK only.',
  fix: 'Attach AWSLambdaMSKExecutionRole or AWSLambdaVPCAccessExecutionRole with ec2:DescribeVpcs, or allow the six ec2 actions on `*` in the execution role.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html',
  ],
  needs: (model) =>
    brokerMappings(model, 'msk', 'kafka', 'mq', 'documentdb')
      .filter(isInNetwork)
      .flatMap((mapping) =>
        ACTIONS.map((action) =>
          readingNeed({ rule: id, mapping }, action, {
            arn: textOf('*'),
            account: model.place.account,
            logicalId: undefined,
          }),
        ),
      ),
});

/** A self-managed cluster may be on the internet; where it is in a VPC the mapping says which subnets. */
function isInNetwork(mapping: BrokerMapping): boolean {
  return mapping.kind !== 'kafka' || sourceAccesses(mapping).some(({ type }) => type === 'VPC_SUBNET');
}
