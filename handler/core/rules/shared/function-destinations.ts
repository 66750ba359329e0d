import { functionTarget } from '#core/model/functions';
import type { LambdaFunction, StackModel } from '#core/model/stack-model';
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
    const name = textOfValue(at(config.properties, 'FunctionName'));
    const lambda = name === undefined ? undefined : functionTarget(name, model.names).function;
    if (lambda === undefined) return [];
    return outcomes.flatMap((outcome) =>
      sentBy(
        lambda,
        at(config.properties, 'DestinationConfig', outcome, 'Destination'),
        `\`${config.logicalId}\` names this target for \`${outcome}\` of \`${lambda.logicalId}\``,
      ),
    );
  });
}

function sentBy(lambda: LambdaFunction, target: Value | undefined, message: string): readonly Handover[] {
  const text = textOfValue(target);
  if (target === undefined || text === undefined) return [];
  const evidence = { kind: 'wired' as const, message, origin: target.origin };
  return [{ role: lambda.role, by: 'lambda-service', sender: lambda, target: text, evidence }];
}
