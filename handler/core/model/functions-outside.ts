import { factKey, type Fact, type Facts } from '#core/facts/facts';
import { hole, isLiteral, literalOf, NAME_SHAPE, showText, splitText, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, valueOfJson } from '#core/value/value';
import { mayBeOfStack } from './deployment';
import { functionTarget } from './functions';
import type {
  AnyFunction,
  Deployment,
  FunctionNames,
  FunctionOutside,
  FunctionTarget,
  PolicySet,
  Role,
} from './stack-model';

/** Where functions and their roles are looked for. */
interface Known {
  readonly names: FunctionNames;
  readonly facts: Facts;
  readonly roleNamed: (arn: Text) => Role;
  readonly deployment: Deployment;
}

export function functionFinder(known: Known): (name: Text) => AnyFunction | undefined {
  const outside = new Map<string, FunctionOutside | undefined>();
  return (name) => {
    const target = functionTarget(name, known.names);
    if (target.function !== undefined) return target.function;
    const id = configuredAs(target, known.names);
    if (id === undefined || mayBeOfStack(unqualified([id]), known.names.lookup, known.deployment)) return undefined;
    if (!outside.has(id)) outside.set(id, functionOutside(id, known));
    return outside.get(id);
  };
}

/** What is shown of a function in a sentence. */
export function functionWords({ logicalId, name }: AnyFunction): string {
  return logicalId ?? showText(name);
}

const FUNCTION_ARN = /^arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?$/;

/**
 * The function, version or alias whose configuration counts. AWS: each version has a configuration of its own, and an alias of
 * this stack is what the template makes of it.
 */
function configuredAs({ arn, logicalId }: FunctionTarget, { lookup }: FunctionNames): string | undefined {
  const own = lookup.all.get(logicalId ?? '');
  const literal = literalOf(own === undefined ? arn : (versionOf(own.properties, arn) ?? []));
  return literal !== undefined && FUNCTION_ARN.test(literal) ? literal : undefined;
}

function versionOf(alias: Parameters<typeof at>[0], arn: Text): Text | undefined {
  const version = textOfValue(at(alias, 'FunctionVersion'));
  const others = at(alias, 'RoutingConfig', 'AdditionalVersionWeights');
  if (version === undefined || !isLiteral(version) || (others !== undefined && itemsOf(others).length > 0))
    return undefined;
  return textOf(unqualified(arn), ':', version);
}

function unqualified(arn: Text): Text {
  return textOf(
    ...splitText(arn, ':')
      .slice(0, 7)
      .flatMap((part, index) => (index === 0 ? [part] : [':', part])),
  );
}

function functionOutside(id: string, { facts, roleNamed }: Known): FunctionOutside | undefined {
  const role = roleIn(facts.get(factKey({ kind: 'function-configuration', id })), id, roleNamed);
  if (role === undefined) return undefined;
  const arn = unqualified([id]);
  return { logicalId: undefined, resource: undefined, name: splitText(arn, ':')[6] ?? arn, arn, role };
}

/** AWS: a mapping of a function that does not exist cannot be made, and says so itself. */
function roleIn(fact: Fact | undefined, id: string, roleNamed: (arn: Text) => Role): Role | undefined {
  switch (fact?.status) {
    case undefined:
    case 'absent':
      return undefined;
    case 'unreadable':
      return roleNotRead(id, fact.reason);
    case 'found': {
      const origin = { kind: 'fact', fact: `function \`${id}\`` } as const;
      const arn = textOfValue(at(valueOfJson(fact.value, origin), 'role'));
      return arn === undefined ? roleNotRead(id, 'it names no role') : roleNamed(arn);
    }
  }
}

function roleNotRead(id: string, detail: string): Role {
  const reason = { kind: 'account-state-unreadable', fact: `function \`${id}\``, detail } as const;
  const nothing: PolicySet = { policies: [], unknowns: [reason] };
  const arn = textOf(hole(`role of ${id}`, reason, { ...NAME_SHAPE, without: '*?$' }));
  const origin = { kind: 'fact', fact: reason.fact } as const;
  return { logicalId: undefined, arn, name: arn, identity: nothing, boundary: nothing, trust: nothing, origin };
}
