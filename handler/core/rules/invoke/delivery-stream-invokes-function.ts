import { functionTarget } from '#core/model/functions';
import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { roleAt, roleCall } from '../shared/role-calls';
import { resourceRef } from '../shared/role-needs';
import { serviceAssumes } from '../shared/role-trust';

const id = 'delivery-stream-invokes-function';

export const deliveryStreamInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-FIREHOSE'],
  title: 'Firehose can invoke the function that transforms records',
  why: 'Firehose calls the function with the role of the destination; a permission for firehose.amazonaws.com is not asked.',
  fix: 'Let the role trust firehose.amazonaws.com and allow lambda:InvokeFunction and lambda:GetFunctionConfiguration on the function and on `<function ARN>:*`.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html'],
  needs: (model) =>
    model.lookup
      .ofType('AWS::KinesisFirehose::DeliveryStream')
      .flatMap((stream) => destinations(stream).flatMap((each) => destinationNeeds(stream, each, model))),
});

function destinations({ properties }: Resource): readonly Value[] {
  return [...properties.entries].flatMap(([name, value]) => (name.endsWith('DestinationConfiguration') ? [value] : []));
}

function destinationNeeds(stream: Resource, destination: Value, model: StackModel): readonly Need[] {
  const role = roleAt(destination, ['RoleARN'], model);
  if (role === undefined) return [];
  const calls = itemsOf(at(destination, 'ProcessingConfiguration', 'Processors'))
    .flatMap((processor) => itemsOf(at(processor, 'Parameters')))
    .filter((parameter) => literalOf(textOfValue(at(parameter, 'ParameterName')) ?? []) === 'LambdaArn')
    .flatMap((parameter) => {
      const value = at(parameter, 'ParameterValue');
      return value === undefined ? [] : callNeed(stream, { role, value }, model);
    });
  const origin = at(destination, 'RoleARN')?.origin ?? stream.origin;
  const trust = { rule: id, service: 'firehose.amazonaws.com', role, logicalId: stream.logicalId, origin };
  return calls.length === 0 ? [] : [serviceAssumes(trust, model), ...calls];
}

interface Call {
  readonly role: NonNullable<ReturnType<typeof roleAt>>;
  readonly value: Value;
}

/** AWS: whether a function that is named without a qualifier is called as `$LATEST` is not documented: either will do. */
function callNeed({ logicalId }: Resource, { role, value }: Call, model: StackModel): readonly Need[] {
  const text = textOfValue(value);
  if (text === undefined) return [];
  const target = functionTarget(text, model.names);
  const message = `\`${logicalId}\` transforms records with the function`;
  const on = (arn: Text): Need =>
    roleCall({
      rule: id,
      role,
      action: 'lambda:InvokeFunction',
      resource: resourceRef(arn, model, target.logicalId),
      evidence: { kind: 'wired', message, origin: value.origin },
      function: target.function,
    });
  const need = on(target.arn);
  return [target.qualifier === undefined ? { ...need, orNeeds: [on(textOf(target.arn, ':$LATEST'))] } : need];
}
