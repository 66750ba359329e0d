import { factKey } from '#core/facts/facts';
import type { TemplateNode } from '#core/template/node';
import { literalOf, showText, textOf } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { textOfValue, type Value } from '#core/value/value';
import { attribute, reference } from './references';
import { textValue, unknownText, unknownValue } from './make-value';
import { inside, refused, symbolOf, unknownCall, type Call } from './resolver';
import { transformName } from './template-scope';
import { argumentsOf } from './text-functions';

export function ref(call: Call): Value | undefined {
  const name = literalArgument(call, call.argument, call.where);
  return name === undefined ? refused(call, 'it does not name a parameter or resource') : reference(call, name);
}

function literalArgument(call: Call, node: TemplateNode, where: Call['where']): string | undefined {
  if (node.kind === 'scalar') return node.text;
  const text = textOfValue(call.resolver.resolve(node, where));
  return text === undefined ? undefined : literalOf(text);
}

/** Takes `[resource, attribute]` and, as YAML may write it, `resource.attribute`. */
export function getAtt(call: Call): Value | undefined {
  const { argument, where } = call;
  if (argument.kind === 'scalar') {
    const dot = argument.text.indexOf('.');
    if (dot < 0) return refused(call, 'it names no attribute');
    return attribute(call, argument.text.slice(0, dot), argument.text.slice(dot + 1));
  }
  const [resourceNode, ...attributeNodes] = argumentsOf(call, 2) ?? [];
  if (resourceNode === undefined) return refused(call, 'it takes a resource and an attribute');
  const logicalId = literalArgument(call, resourceNode, inside(where, 0));
  const names = attributeNodes.map((node, index) => literalArgument(call, node, inside(where, index + 1)));
  if (logicalId === undefined) return refused(call, 'it does not name a resource');
  if (names.includes(undefined)) {
    return unknownCall(call, { kind: 'attribute-known-after-deployment', logicalId, attribute: '?' });
  }
  return attribute(call, logicalId, names.join('.'));
}

export function chooseBranch(call: Call): Value | undefined {
  const [conditionNode, yes, no] = argumentsOf(call, 3) ?? [];
  const condition = conditionNode === undefined ? undefined : conditionName(conditionNode);
  if (condition === undefined || yes === undefined || no === undefined)
    return refused(call, 'it takes the name of a condition and two values');
  const { where, resolver } = call;
  const outcome = resolver.outcome(condition, call.origin);
  if (outcome === true) return resolver.resolve(yes, inside(where, 1));
  if (outcome === false) return resolver.resolve(no, inside(where, 2));
  const branches = [resolver.resolve(yes, inside(where, 1)), resolver.resolve(no, inside(where, 2))];
  const [first, second] = branches;
  if (first !== undefined && second !== undefined && areSameText(first, second)) return first;
  const name = textValue([condition], call.origin);
  return unknownValue(symbolOf(call, [name, ...branches]), outcome, call.origin);
}

function conditionName(node: TemplateNode): string | undefined {
  if (node.kind === 'scalar') return node.text;
  const inner = node.kind === 'map' && node.entries.size === 1 ? node.entries.get('Condition')?.value : undefined;
  return inner?.kind === 'scalar' ? inner.text : undefined;
}

function areSameText(left: Value, right: Value): boolean {
  const [a, b] = [textOfValue(left), textOfValue(right)];
  return a !== undefined && b !== undefined && left.kind !== 'unknown' && showText(a) === showText(b);
}

export function importValue(call: Call): Value | undefined {
  const { resolver, where, argument, origin } = call;
  const name = textOfValue(resolver.resolve(argument, where));
  if (name === undefined) return refused(call, 'it does not name an export');
  const shown = showText(name);
  const isKnown = literalOf(name) !== undefined;
  const handed = isKnown ? resolver.scope.handed.exports?.get(shown) : undefined;
  if (handed !== undefined) return textValue(handed, origin);
  const fact = isKnown ? resolver.scope.facts.get(factKey({ kind: 'export', id: shown })) : undefined;
  if (fact?.status === 'found' && typeof fact.value === 'string') return textValue(textOf(fact.value), origin);
  return textValue(
    unknownText({ symbol: `import:${shown}`, reason: { kind: 'import-not-read', name: shown } }),
    origin,
  );
}

/** A macro may put anything in its place. */
export function transform(call: Call): Value | undefined {
  return unknownCall(call, { kind: 'transform-not-expanded', transform: transformName(call.argument) });
}

export function getAzs(call: Call): Value | undefined {
  const { resolver, argument, where, origin } = call;
  const region = resolver.resolve(argument, where);
  const text = textOfValue(region);
  const asked = text === undefined || literalOf(text) === '' ? textValue(resolver.scope.place.region, origin) : region;
  const reason: UnknownReason = { kind: 'account-state-not-read', fact: 'the list of availability zones' };
  return unknownValue(symbolOf(call, [asked]), reason, origin);
}

export function cidr(call: Call): Value | undefined {
  const { resolver, argument, where, origin } = call;
  const operands =
    argument.kind === 'seq' ? argument.items.map((node, index) => resolver.resolve(node, inside(where, index))) : [];
  const reason: UnknownReason = {
    kind: 'intrinsic-unresolved',
    intrinsic: call.name,
    detail: 'address blocks are not worked out',
  };
  return unknownValue(symbolOf(call, operands), reason, origin);
}
