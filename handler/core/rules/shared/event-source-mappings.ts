import { functionTarget } from '#core/model/functions';
import type { LambdaFunction, Resource, Role, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { showText, splitText, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { resourceRef, roleNeed } from './role-needs';

export interface EventSourceMapping {
  readonly resource: Resource;
  readonly function: LambdaFunction;
  readonly source: Text;
  /** The queue, stream or table of the stack, if it is one. */
  readonly sourceResource: Resource | undefined;
  readonly origin: Origin;
}

/** Mappings of functions of the stack whose source is of one service. */
export function eventSourceMappings(model: StackModel, service: string): readonly EventSourceMapping[] {
  return model.lookup.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const arn = at(resource.properties, 'EventSourceArn');
    const source = textOfValue(arn);
    const name = textOfValue(at(resource.properties, 'FunctionName'));
    if (arn === undefined || source === undefined || name === undefined) return [];
    const lambda = functionTarget(name, model.names).function;
    if (lambda === undefined || !isOfService(source, service)) return [];
    return [{ resource, function: lambda, source, sourceResource: sourceResource(source, model), origin: arn.origin }];
  });
}

function isOfService(arn: Text, service: string): boolean {
  return showText(splitText(arn, ':')[2] ?? []) === service;
}

/** AWS: the stream of a table has an ARN of its own below the table's. */
export function sourceResource(source: Text, model: StackModel): Resource | undefined {
  const shown = showText(source);
  return (
    model.lookup.byArn(source) ??
    model.lookup
      .ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
      .find((table) => table.arn !== undefined && shown.startsWith(`${showText(table.arn)}/stream/`))
  );
}

interface Polling {
  readonly rule: string;
  readonly service: string;
  readonly actions: readonly string[];
}

/** Lambda polls with the execution role of the function. */
export function pollingNeeds({ rule, service, actions }: Polling, model: StackModel): readonly Need[] {
  return eventSourceMappings(model, service).flatMap((mapping) =>
    actions.map((action) =>
      roleNeed({
        rule,
        function: mapping.function,
        by: 'lambda-service',
        action,
        resource: resourceRef(mapping.source, model, mapping.sourceResource?.logicalId),
        evidence: [mappingEvidence(mapping)],
      }),
    ),
  );
}

export function mappingEvidence(mapping: EventSourceMapping): Evidence {
  const source = mapping.sourceResource?.logicalId ?? showText(mapping.source);
  return {
    kind: 'wired',
    message: `\`${source}\` is the event source of \`${mapping.function.logicalId}\``,
    origin: mapping.origin,
  };
}

/** Does Lambda poll the queue or stream for a function that runs with the role? Rules of their own ask for what that takes. */
export function isPolled(role: Role, logicalId: string | undefined, model: StackModel): boolean {
  return ['sqs', 'kinesis'].some((service) =>
    eventSourceMappings(model, service).some(
      (mapping) => mapping.function.role === role && mapping.sourceResource?.logicalId === logicalId,
    ),
  );
}
