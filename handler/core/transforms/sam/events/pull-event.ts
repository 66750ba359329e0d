import { draftNode, type Draft, type DraftMap } from '../../draft';
import { entriesOf, entryOf, givenOf, isPresent, stringOf } from '../../node-reading';
import { destinationPolicy, type DestinationKind } from '../destination-policies';
import { addAwsPolicy, addInlinePolicyOnce } from '../role';
import { define, report } from '../workspace';
import type { ExpandEvent, FunctionEvent } from './event';
import { documentDbPolicy, kafkaPolicy, mqPolicy, mskPolicy, type PollingPolicy } from './pull-policies';

interface PullEvent {
  /** The property that names what is polled. */
  readonly source: string | undefined;
  /** Path of an AWS managed policy. */
  readonly managed?: string;
  readonly inline?: PollingPolicy;
  readonly extra?: (event: FunctionEvent) => DraftMap;
}

const KINDS: Readonly<Record<string, PullEvent>> = {
  DocumentDB: { source: 'Cluster', inline: documentDbPolicy, extra: documentDbConfig },
  DynamoDB: { source: 'Stream', managed: 'AWSLambdaDynamoDBExecutionRole' },
  Kinesis: { source: 'Stream', managed: 'AWSLambdaKinesisExecutionRole' },
  MQ: { source: 'Broker', inline: mqPolicy },
  MSK: { source: 'Stream', managed: 'AWSLambdaMSKExecutionRole', inline: mskPolicy, extra: mskConfig },
  SelfManagedKafka: { source: undefined, inline: kafkaPolicy, extra: kafkaConfig },
  SQS: { source: 'Queue', managed: 'AWSLambdaSQSQueueExecutionRole' },
};

const PASSED_ON = [
  'StartingPosition StartingPositionTimestamp BatchSize Enabled MaximumBatchingWindowInSeconds MaximumRetryAttempts',
  'BisectBatchOnFunctionError MaximumRecordAgeInSeconds ParallelizationFactor Topics Queues SourceAccessConfigurations',
  'TumblingWindowInSeconds FunctionResponseTypes FilterCriteria KmsKeyArn ScalingConfig ProvisionedPollerConfig',
  'MetricsConfig LoggingConfig',
]
  .join(' ')
  .split(' ');

/** Events that Lambda polls for with the function's role, by type. */
export const PULL_EVENTS: readonly (readonly [string, ExpandEvent])[] = Object.entries(KINDS).map(
  ([type, kind]) =>
    [
      type,
      (event: FunctionEvent) => {
        expandPullEvent(event, kind);
      },
    ] as const,
);

/**
 * The event source mapping, and what the function's role needs for polling.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 */
function expandPullEvent(event: FunctionEvent, kind: PullEvent): void {
  const { workspace, id, node, properties, target, role } = event;
  const source = kind.source === undefined ? undefined : entryOf(properties, kind.source);
  if (kind.source !== undefined && source === undefined) report(workspace, node, `this event wants \`${kind.source}\``);
  const passedOn = PASSED_ON.map((name) => [name, givenOf(entryOf(properties, name))] as const);
  define(workspace, id, {
    type: 'AWS::Lambda::EventSourceMapping',
    at: node,
    attributes: target.shared,
    properties: {
      FunctionName: target.name,
      EventSourceArn: source,
      ...Object.fromEntries(passedOn),
      DestinationConfig: destinationConfig(event),
      ...kind.extra?.(event),
    },
  });
  if (kind.managed !== undefined) addAwsPolicy(workspace, role, { path: `service-role/${kind.managed}`, at: node });
  const inline = kind.inline?.(event);
  if (inline !== undefined) addInlinePolicyOnce(role, inline);
  addDestinationPolicy(event);
}

/** `Type` of the destination is SAM's own word. */
function destinationConfig({ properties }: FunctionEvent): Draft | undefined {
  const config = entryOf(properties, 'DestinationConfig');
  if (!isPresent(config)) return undefined;
  const failure = entryOf(config, 'OnFailure');
  if (failure === undefined) return config;
  return draftNode({ OnFailure: draftNode({ Destination: entryOf(failure, 'Destination') }, failure) }, config);
}

const DESTINATIONS: ReadonlyMap<string, DestinationKind | undefined> = new Map([
  ['SQS', 'SQS'],
  ['SNS', 'SNS'],
  ['S3', 'S3'],
  ['Kafka', undefined],
]);

/** AWS: the role may send to the destination only where `Type` is written beside it. */
function addDestinationPolicy({ workspace, id, properties, role }: FunctionEvent): void {
  const failure = entryOf(entryOf(properties, 'DestinationConfig'), 'OnFailure');
  const type = entryOf(failure, 'Type');
  const destination = entryOf(failure, 'Destination');
  if (!isPresent(type) || destination === undefined || failure === undefined) return;
  const name = stringOf(type) ?? '';
  if (!DESTINATIONS.has(name))
    report(workspace, type, '`Type` of this destination is one of `SQS`, `SNS`, `S3`, `Kafka`');
  const kind = DESTINATIONS.get(name);
  if (kind !== undefined)
    addInlinePolicyOnce(role, destinationPolicy(kind, { prefix: id, at: failure, arn: destination }));
}

function consumerConfig({ properties }: FunctionEvent): Draft | undefined {
  const [group, registry] = [entryOf(properties, 'ConsumerGroupId'), entryOf(properties, 'SchemaRegistryConfig')];
  if (!isPresent(group) && !isPresent(registry)) return undefined;
  return {
    ConsumerGroupId: isPresent(group) ? group : undefined,
    SchemaRegistryConfig: isPresent(registry) ? registry : undefined,
  };
}

function mskConfig(event: FunctionEvent): DraftMap {
  return { AmazonManagedKafkaEventSourceConfig: consumerConfig(event) };
}

function kafkaConfig(event: FunctionEvent): DraftMap {
  const servers = entryOf(event.properties, 'KafkaBootstrapServers');
  return {
    SelfManagedEventSource: isPresent(servers) ? { Endpoints: { KafkaBootstrapServers: servers } } : undefined,
    SelfManagedKafkaEventSourceConfig: consumerConfig(event),
  };
}

function documentDbConfig({ properties }: FunctionEvent): DraftMap {
  const names = ['DatabaseName', 'CollectionName', 'FullDocument'];
  const config = entriesOf(properties).filter(([name]) => names.includes(name));
  return { DocumentDBEventSourceConfig: Object.fromEntries(config) };
}
