import { functionWords } from '#core/model/functions-outside';
import type { AnyFunction, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, textOf } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Handover } from './handovers';

/** Where events go that a function failed on, after the last attempt. */
export function deadLetters(model: StackModel): readonly Handover[] {
  return model.functions.flatMap((each) =>
    sentBy(
      each,
      at(each.resource.properties, 'DeadLetterConfig', 'TargetArn'),
      `\`${each.logicalId}\` sends failed events to this target`,
    ),
  );
}

/** Where the outcome of asynchronous invocations goes. */
export function asyncDestinations(model: StackModel): readonly Handover[] {
  return configured('AWS::Lambda::EventInvokeConfig', ['OnSuccess', 'OnFailure'], model);
}

/** Where batches of an event source go that could not be processed; a Kafka topic is no ARN. */
export function failedBatches(model: StackModel): readonly Handover[] {
  return configured('AWS::Lambda::EventSourceMapping', ['OnFailure'], model);
}

function configured(type: string, outcomes: readonly string[], model: StackModel): readonly Handover[] {
  return model.lookup.ofType(type).flatMap((config) => {
    const lambda = configuredFunction(config, model);
    if (lambda === undefined) return [];
    return outcomes.flatMap((outcome) =>
      sentBy(
        lambda,
        at(config.properties, 'DestinationConfig', outcome, 'Destination'),
        `\`${config.logicalId}\` names this target for \`${outcome}\` of \`${functionWords(lambda)}\``,
      ),
    );
  });
}

/** AWS: asynchronous invocations are configured for a version or an alias, or for what is not published. */
export function configuredFunction({ properties }: Resource, model: StackModel): AnyFunction | undefined {
  const name = textOfValue(at(properties, 'FunctionName'));
  const qualifier = textOfValue(at(properties, 'Qualifier'));
  if (name === undefined) return undefined;
  const isPlain = qualifier === undefined || literalOf(qualifier) === '$LATEST';
  return model.functionNamed(isPlain ? name : textOf(name, ':', qualifier));
}

function sentBy(lambda: AnyFunction, target: Value | undefined, message: string): readonly Handover[] {
  const text = textOfValue(target);
  if (target === undefined || text === undefined) return [];
  const evidence = { kind: 'wired' as const, message, origin: target.origin };
  return [{ role: lambda.role, by: 'lambda-service', sender: lambda, target: text, evidence }];
}
