import { holesOf, showText, splitText, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { textOfValue } from '#core/value/value';
import type { EnvironmentReference, LambdaFunction, Resource, ResourceLookup } from './stack-model';

/**
 * Environment variables that name resources of the stack: by what `Ref` gives, by ARN, by name, or somewhere in a longer text.
 * A plain name that two resources share says nothing of either.
 */
export function environmentReferences(
  lookup: ResourceLookup,
  functions: readonly LambdaFunction[],
): readonly EnvironmentReference[] {
  const namedBy = resourcesByName(lookup);
  return functions.flatMap((each) =>
    [...each.environment].flatMap(([variable, value]) => {
      const text = textOfValue(value);
      if (text === undefined) return [];
      const base = { function: each, variable, origin: value.origin };
      const named = namedBy(showText(text)).map((resource) => ({
        ...base,
        resource,
        isWhole: true,
        isName: true,
      }));
      return named.length > 0
        ? named
        : mentions(text, lookup).map((resource) => ({ ...base, resource, isWhole: text.length === 1, isName: false }));
    }),
  );
}

function resourcesByName(lookup: ResourceLookup): (name: string) => readonly Resource[] {
  const found = new Map<string, Resource[]>();
  for (const resource of lookup.all.values()) {
    for (const name of namesOf(resource)) {
      const known = found.get(name);
      if (known === undefined) found.set(name, [resource]);
      else if (!known.includes(resource)) known.push(resource);
    }
  }
  return (name) => {
    const named = found.get(name) ?? [];
    return named.length === 1 || name.includes('${') ? named : [];
  };
}

/** Types whose name is neither what `Ref` gives nor unlike other resources' names. */
const NAME_BEHIND_ARN = new Set(['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine']);

function namesOf({ arn, ref, type }: Resource): readonly string[] {
  const names = arn === undefined ? [ref] : [ref, arn];
  const behind = arn !== undefined && NAME_BEHIND_ARN.has(type) ? splitText(arn, ':').slice(-1) : [];
  return [...names, ...behind].map(showText).filter((name) => name !== '');
}

function mentions(text: Text, lookup: ResourceLookup): readonly Resource[] {
  const ids = new Set(holesOf(text).flatMap(({ reason }) => logicalIdOf(reason)));
  return [...ids].flatMap((id) => lookup.all.get(id) ?? []);
}

function logicalIdOf(reason: UnknownReason): readonly string[] {
  return reason.kind === 'generated-name' || reason.kind === 'attribute-known-after-deployment'
    ? [reason.logicalId]
    : [];
}
