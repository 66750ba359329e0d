import { arnOf } from '#core/aws/arn';
import { functionWords } from '#core/model/functions-outside';
import type { AnyFunction, Resource, Role, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { literalOf, showText, splitText, textOf, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import { oncePer } from '#core/value/once-per';
import type { Evidence, Need } from '../need';
import type { NamedResource } from './resource-forms';
import { resourceRef, roleNeed } from './role-needs';

export interface EventSourceMapping {
  readonly resource: Resource;
  readonly function: AnyFunction;
  readonly source: Text;
  /** The queue, stream or table of the stack, if it is one. */
  readonly sourceResource: Resource | undefined;
  readonly origin: Origin;
}

/** Mappings whose source is of one service. */
export function eventSourceMappings(model: StackModel, service: string): readonly EventSourceMapping[] {
  return functionMappings(model).filter(({ source }) => isOfService(source, service));
}

/** Every mapping of a function of which something is known; that of brokers elsewhere has the name of no resource for its source. */
export const functionMappings = oncePer(readMappings);

function readMappings(model: StackModel): readonly EventSourceMapping[] {
  return model.lookup.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const own = at(resource.properties, 'SelfManagedEventSource');
    const arn = at(resource.properties, 'EventSourceArn') ?? own;
    const source = textOfValue(arn) ?? (own === undefined ? undefined : textOf(SELF_MANAGED));
    const name = textOfValue(at(resource.properties, 'FunctionName'));
    if (arn === undefined || source === undefined || name === undefined) return [];
    const lambda = model.functionNamed(name);
    if (lambda === undefined) return [];
    return [{ resource, function: lambda, source, sourceResource: sourceResource(source, model), origin: arn.origin }];
  });
}
const SELF_MANAGED = 'self-managed Kafka cluster';

function isOfService(arn: Text, service: string): boolean {
  return literalOf(arnOf(arn).parts[2] ?? []) === service;
}

/** AWS: the stream of a table has an ARN of its own below the table's, and a consumer one below the stream's. */
export function sourceResource(source: Text, model: StackModel): Resource | undefined {
  const shown = showText(source);
  const stream = streamOf(source, model);
  return (
    model.lookup.byArn(stream) ??
    model.lookup
      .ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
      .find((table) => table.arn !== undefined && shown.startsWith(`${showText(table.arn)}/stream/`))
  );
}

/** The stream behind a consumer; anything else is its own source. */
export function streamOf(source: Text, model: StackModel): Text {
  const consumer = model.lookup.byArn(source);
  if (consumer?.type === 'AWS::Kinesis::StreamConsumer')
    return textOfValue(at(consumer.properties, 'StreamARN')) ?? source;
  const [stream = source, kind] = splitText(source, '/consumer/');
  return kind !== undefined && isOfService(source, 'kinesis') ? stream : source;
}

/** Streams that are read through a consumer of their own. */
export function isConsumer({ source }: EventSourceMapping): boolean {
  return isOfService(source, 'kinesis') && showText(source).includes('/consumer/');
}

interface Polling {
  readonly rule: string;
  readonly service: string;
  readonly actions: readonly string[];
  /** What does as well, by action. */
  readonly orActions?: ReadonlyMap<string, readonly string[]>;
}

/** Lambda polls with the execution role of the function. */
export function pollingNeeds({ rule, service, actions, orActions }: Polling, model: StackModel): readonly Need[] {
  return eventSourceMappings(model, service).flatMap((mapping) =>
    actions.map((action) => ({
      ...roleNeed({
        rule,
        function: mapping.function,
        by: 'lambda-service',
        action,
        resource: resourceRef(streamOf(mapping.source, model), model, mapping.sourceResource?.logicalId),
        evidence: [mappingEvidence(mapping)],
      }),
      orActions: orActions?.get(action) ?? [],
    })),
  );
}

export function mappingEvidence(mapping: EventSourceMapping): Evidence {
  const source = mapping.sourceResource?.logicalId ?? showText(mapping.source);
  return {
    kind: 'wired',
    message: `\`${source}\` is the event source of \`${functionWords(mapping.function)}\``,
    origin: mapping.origin,
  };
}

type Polled = Pick<NamedResource, 'arn' | 'logicalId'>;

/** Does Lambda poll the queue or stream for a function that runs with the role? Rules of their own ask for what that takes. */
export function isPolled(role: Role, { logicalId, arn = [] }: Polled, model: StackModel): boolean {
  return ['sqs', 'kinesis'].some((service) =>
    eventSourceMappings(model, service).some(
      (mapping) =>
        mapping.function.role === role &&
        (logicalId === undefined
          ? showText(streamOf(mapping.source, model)) === showText(arn)
          : mapping.sourceResource?.logicalId === logicalId),
    ),
  );
}
