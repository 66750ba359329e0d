import { isLiteral, textOf, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { ListValue, Value } from '#core/value/value';
import type { ParameterValue } from './parameters';
import { textValue, unknownValue } from './make-value';
import { refused, unknownCall, unresolved, type Call, type Resolver } from './resolver';
import { pseudoParameter } from './stack-place';
import type { Origin } from '#core/value/origin';

/** What `Ref` gives for a name; nothing for `AWS::NoValue`. */
export function reference(call: Call, name: string): Value | undefined {
  if (name === 'AWS::NoValue') return undefined;
  const { resolver, origin } = call;
  const pseudo = name.startsWith('AWS::') ? pseudoParameter(name, resolver.scope.place, origin) : undefined;
  if (pseudo !== undefined) return pseudo;
  const parameter = resolver.scope.parameters.values.get(name);
  if (parameter !== undefined) return parameterValue(call, parameter);
  if (resolver.scope.resources.has(name)) return resourceReference(call, name);
  return undeclared(call, name);
}

function parameterValue({ resolver, origin }: Call, parameter: ParameterValue): Value {
  switch (parameter.kind) {
    case 'text':
      return textValue(withAssumed(parameter.text, resolver), origin);
    case 'list':
      return listOf(
        parameter.items.map((item) => textValue(item, origin)),
        origin,
      );
    case 'unknown-list':
      return unknownValue(parameter.symbol, parameter.reason, origin);
  }
}

function withAssumed(text: Text, resolver: Resolver): Text {
  return isLiteral(text)
    ? text
    : textOf(text.map((part) => (typeof part === 'string' ? part : (resolver.assumedOf(part.symbol) ?? part))));
}

function listOf(items: readonly Value[], origin: Origin): ListValue {
  return { kind: 'list', items, origin };
}

function resourceReference(call: Call, logicalId: string): Value {
  const absent = absence(call, logicalId);
  return absent === undefined ? textValue(call.resolver.refOf(logicalId), call.origin) : unknownCall(call, absent);
}

/** What `Fn::GetAtt` gives; an attribute of which nothing is known may be a string or a list. */
export function attribute(call: Call, logicalId: string, name: string): Value {
  const { resolver, origin } = call;
  if (!resolver.scope.resources.has(logicalId)) return undeclared(call, logicalId);
  const absent = absence(call, logicalId);
  if (absent !== undefined) return unknownCall(call, absent);
  const known = resolver.attributeOf(logicalId, name);
  if (known !== undefined) return textValue(known, origin);
  const output = resolver.scope.handed.outputs?.get(`${logicalId}.${name}`);
  if (output !== undefined) return { ...output, origin };
  const qualified = resolver.scope.qualifier + logicalId;
  const reason: UnknownReason = { kind: 'attribute-known-after-deployment', logicalId: qualified, attribute: name };
  return unknownValue(`attr:${qualified}.${name}`, reason, origin);
}

function absence({ resolver, name, origin }: Call, logicalId: string): UnknownReason | undefined {
  const condition = resolver.scope.resources.get(logicalId)?.condition;
  if (condition === undefined || resolver.outcome(condition, origin) !== false) return undefined;
  return unresolved(name, `\`${logicalId}\` is not created where condition \`${condition}\` is false`);
}

/** A transform may declare what is not declared here, so that only without one it is a mistake. */
function undeclared(call: Call, name: string): Value {
  const detail = `\`${name}\` is neither a parameter nor a resource of this template`;
  const { unknowns, mayHoldMore, qualifier } = call.resolver.scope;
  if (!mayHoldMore) return refused(call, detail);
  return unknownValue(`ref:${qualifier}${name}`, unknowns[0] ?? unresolved(call.name, detail), call.origin);
}

/** The text `${name}` stands for in `Fn::Sub`: a reference, or an attribute if it has a dot. */
export function substituted(call: Call, name: string): Value {
  const dot = name.indexOf('.');
  if (dot >= 0) return attribute(call, name.slice(0, dot), name.slice(dot + 1));
  return reference(call, name) ?? textValue(textOf(), call.origin);
}
