import type { StackModel } from '#core/model/stack-model';
import { splitText, textOf, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { brokerMappings, readingNeed, someOf, type BrokerMapping } from '../shared/broker-sources';
import { serviceIn } from '../shared/deliveries';
import { resourceOf } from '../shared/role-calls';

const id = 'lambda-reads-schema-registry';

export const lambdaReadsSchemaRegistry = defineRule({
  id,
  family: 'event-source',
  catalogue: ['E-SCHEMA'],
  title: 'Lambda can read the schema registry of a Kafka event source',
  why: 'Lambda validates records against the registry with the execution role; without these permissions the mapping reports a problem and hands nothing over.',
  fix: 'Allow glue:GetRegistry on the registry and glue:GetSchemaVersion on its schemas in the execution role.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html'],
  needs: (model) => brokerMappings(model, 'msk', 'kafka').flatMap((mapping) => needsOf(mapping, model)),
});

const SETTINGS = ['AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig'];

function needsOf(mapping: BrokerMapping, model: StackModel): readonly Need[] {
  return SETTINGS.flatMap((setting) => {
    const uri = textOfValue(at(mapping.resource.properties, setting, 'SchemaRegistryConfig', 'SchemaRegistryURI'));
    if (uri === undefined || serviceIn(uri) !== 'glue') return [];
    const registry = resourceOf(uri, model);
    const schema = { ...someOf('schema', schemasOf(uri), model), logicalId: registry.logicalId };
    return [
      readingNeed({ rule: id, mapping }, 'glue:GetRegistry', registry),
      readingNeed({ rule: id, mapping }, 'glue:GetSchemaVersion', schema),
    ];
  });
}

function schemasOf(registry: Text): readonly Text[] {
  const [front = registry, ...name] = splitText(registry, ':registry/');
  return [textOf(front, ':schema/', ...name, '/')];
}
