import type { StackModel } from '#core/model/stack-model';
import { textOf, type Text } from '#core/value/text';
import type { Need, ResourceRef } from '../need';
import { defineRule } from '../rule';
import { brokerMappings, readingNeed, someOf, type BrokerMapping } from '../shared/broker-sources';
import { resourceOf } from '../shared/role-calls';

const id = 'lambda-describes-event-source';

export const lambdaDescribesEventSource = defineRule({
  id,
  family: 'event-source',
  catalogue: ['E-MSK', 'E-MQ', 'E-DOCDB'],
  title: 'Lambda can look up the cluster or broker that triggers the function',
  why: 'Lambda finds the cluster or broker with the execution role before it reads from it; without these permissions the mapping is made and then only reports a problem.',
  fix: 'Attach AWSLambdaMSKExecutionRole for MSK, or allow mq:DescribeBroker, or the three rds:Describe actions of DocumentDB, in the execution role.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html',
  ],
  needs: (model) => brokerMappings(model, 'msk', 'mq', 'documentdb').flatMap((mapping) => needsOf(mapping, model)),
});

function needsOf(mapping: BrokerMapping, model: StackModel): readonly Need[] {
  const source = resourceOf(mapping.source, model);
  const need = (action: string, resource: ResourceRef): Need => readingNeed({ rule: id, mapping }, action, resource);
  switch (mapping.kind) {
    case 'msk':
      return [
        { ...need('kafka:DescribeClusterV2', source), orActions: ['kafka:DescribeCluster'] },
        // AWS: the reference knows no resource for it, and grants on the cluster work.
        { ...need('kafka:GetBootstrapBrokers', anything(model)), orNeeds: [need('kafka:GetBootstrapBrokers', source)] },
      ];
    case 'mq':
      return [need('mq:DescribeBroker', source)];
    case 'documentdb':
      return [
        need('rds:DescribeDBClusters', source),
        need('rds:DescribeDBClusterParameters', someOf('parameter group', rdsArn('cluster-pg', model), model)),
        need('rds:DescribeDBSubnetGroups', someOf('subnet group', rdsArn('subgrp', model), model)),
      ];
    case 'kafka':
      return [];
  }
}

function anything({ place }: StackModel): ResourceRef {
  return { arn: textOf('*'), account: place.account, logicalId: undefined };
}

function rdsArn(kind: string, { place }: StackModel): readonly (string | Text)[] {
  return ['arn:', place.partition, ':rds:', place.region, ':', place.account, `:${kind}:`];
}
