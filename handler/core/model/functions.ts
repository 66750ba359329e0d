import type { StackPlace } from '#core/intrinsics/resolved-template';
import { showText, splitText, textOf, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { FindRoleOutside } from './roles-outside';
import type { FunctionNames, FunctionTarget, LambdaFunction, Resource, ResourceLookup, Role } from './stack-model';

export function functionsOf(
  lookup: ResourceLookup,
  roles: readonly Role[],
  elsewhere: FindRoleOutside,
): readonly LambdaFunction[] {
  const roleByArn = new Map(roles.map((role) => [showText(role.arn), role]));
  return lookup.ofType('AWS::Lambda::Function').map((resource) => {
    const arn = textOfValue(at(resource.properties, 'Role')) ?? [];
    return {
      logicalId: resource.logicalId,
      resource,
      name: resource.ref,
      arn: resource.arn ?? resource.ref,
      role: roleByArn.get(showText(arn)) ?? elsewhere(arn, resource.origin),
      environment: environmentOf(resource),
    };
  });
}

function environmentOf(resource: Resource): ReadonlyMap<string, Value> {
  const variables = at(resource.properties, 'Environment', 'Variables');
  return variables?.kind === 'map' ? variables.entries : new Map<string, Value>();
}

export function functionNames(
  place: StackPlace,
  lookup: ResourceLookup,
  functions: readonly LambdaFunction[],
): FunctionNames {
  return { place, lookup, functionByArn: new Map(functions.map((each) => [showText(each.arn), each])) };
}

const targets = new WeakMap<FunctionNames, WeakMap<Text, FunctionTarget>>();

/**
 * Reads a function name, partial ARN or ARN, with or without a qualifier.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters
 */
export function functionTarget(given: Text, names: FunctionNames): FunctionTarget {
  const known = targets.get(names) ?? new WeakMap<Text, FunctionTarget>();
  targets.set(names, known);
  const target = known.get(given) ?? readTarget(given, names);
  known.set(given, target);
  return target;
}

function readTarget(given: Text, names: FunctionNames): FunctionTarget {
  // A name by a parameter without value is known by its symbol.
  const arn = names.lookup.byRef(given, 'AWS::Lambda::Function')?.arn ?? asFunctionArn(given, names.place);
  const parts = splitText(arn, ':');
  const unqualified = parts.length > 7 ? joinParts(parts.slice(0, 7)) : arn;
  const qualifier = parts.length > 7 ? joinParts(parts.slice(7)) : undefined;
  const resource = names.lookup.byArn(arn);
  const own = names.functionByArn.get(showText(names.lookup.byArn(unqualified)?.arn ?? unqualified));
  return {
    arn,
    function: own,
    qualifier,
    logicalId: resource?.logicalId ?? own?.logicalId,
  };
}

function joinParts(parts: readonly Text[]): Text {
  return textOf(...parts.flatMap((part, index) => (index === 0 ? [part] : [':', part])));
}

function asFunctionArn(given: Text, place: StackPlace): Text {
  const [first] = given;
  // A whole that is not known may be a name or an ARN: it stays as it is and equals only itself.
  if (given.length === 1 && typeof first === 'object' && first.shape.without === '') return given;
  if (typeof first === 'string' && first.startsWith('arn:')) return given;
  const parts = splitText(given, ':');
  const prefix = textOf('arn:', place.partition, ':lambda:', place.region, ':');
  if (parts.length >= 3 && showText(parts[1] ?? []) === 'function') return textOf(prefix, given);
  return textOf(prefix, place.account, ':function:', given);
}

/** One key for a function of the stack under all its qualifiers, and one for each ARN outside of it. */
export function functionKey({ function: own, arn }: FunctionTarget): string {
  return own === undefined ? showText(arn) : showText(own.arn);
}
