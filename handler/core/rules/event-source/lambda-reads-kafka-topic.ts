import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, splitText, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import type { Need, ResourceRef } from '../need';
import { defineRule } from '../rule';
import { brokerMappings, readingNeed, someOf, sourceAccesses, type BrokerMapping } from '../shared/broker-sources';
import { resourceOf } from '../shared/role-calls';

const id = 'lambda-reads-kafka-topic';

export const lambdaReadsKafkaTopic = defineRule({
  id,
  family: 'event-source',
  catalogue: ['E-MSK-IAM'],
  title: 'Lambda can read the topic of a cluster with IAM authentication',
  why: 'A cluster with IAM authentication asks the execution role for kafka-cluster actions on the cluster, on the topic and on the consumer group, three ARNs of which each needs its own grant.',
  fix: 'Allow kafka-cluster:Connect on the cluster, kafka-cluster:DescribeTopic and ReadData on the topic, and kafka-cluster:DescribeGroup and AlterGroup on the group in the execution role.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html'],
  needs: (model) =>
    brokerMappings(model, 'msk')
      .filter((mapping) => signsInWithIam(mapping))
      .flatMap((mapping) => needsOf(mapping, model)),
});

/** With a secret Lambda signs in by it; a cluster that lets anybody in asks nobody. */
function signsInWithIam(mapping: BrokerMapping): boolean {
  const cluster = mapping.sourceResource;
  if (cluster === undefined || sourceAccesses(mapping).length > 0) return false;
  if (cluster.type === 'AWS::MSK::ServerlessCluster') return true;
  return isTrue(cluster, 'Sasl', 'Iam', 'Enabled') && !isTrue(cluster, 'Unauthenticated', 'Enabled');
}

function isTrue(cluster: Resource, ...path: readonly string[]): boolean {
  return literalOf(textOfValue(at(cluster.properties, 'ClientAuthentication', ...path)) ?? []) === 'true';
}

function needsOf(mapping: BrokerMapping, model: StackModel): readonly Need[] {
  // AWS: the policy of the cluster is that of its topics and groups too.
  const logicalId = mapping.sourceResource?.logicalId;
  const need = (action: string, resource: ResourceRef): Need =>
    readingNeed({ rule: id, mapping }, `kafka-cluster:${action}`, { ...resource, logicalId });
  const topics = itemsOf(at(mapping.resource.properties, 'Topics')).flatMap((topic) => textOfValue(topic) ?? []);
  const group = someOf('consumer group', [below(mapping.source, 'group'), '/'], model);
  return [
    need('Connect', resourceOf(mapping.source, model)),
    need('DescribeGroup', group),
    need('AlterGroup', group),
    ...(topics.length === 0 ? [] : ['DescribeTopic', 'ReadData']).map((action) =>
      need(action, resourceOf(textOf(below(mapping.source, 'topic'), '/', topics), model)),
    ),
  ];
}

/** `…:cluster/name/uuid` with another kind in place of `cluster`. */
function below(cluster: Text, kind: string): Text {
  const [front = cluster, ...rest] = splitText(cluster, ':cluster/');
  return textOf(front, `:${kind}/`, ...rest);
}
