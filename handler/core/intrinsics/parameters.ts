import { factKey, type Facts } from '#core/facts/facts';
import type { MapNode, TemplateNode } from '#core/template/node';
import { hole, holesOf, literalOf, NAME_SHAPE, textOf, type Shape, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { Environment } from './resolved-template';

/** What `Ref` of a parameter gives. */
export type ParameterValue =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'unknown-list'; readonly symbol: string; readonly reason: UnknownReason };

export interface Parameters {
  readonly values: ReadonlyMap<string, ParameterValue>;
  /** By symbol, for parameters whose value is not known: the only ones it can have, if the template says so. */
  readonly allowed: ReadonlyMap<string, readonly string[]>;
}

interface Declaration {
  readonly name: string;
  readonly symbol: string;
  readonly type: string;
  readonly given: string | readonly string[] | undefined;
  readonly noEcho: boolean;
  readonly allowed: readonly string[];
  readonly shape: Shape;
}

const SSM_VALUE = 'AWS::SSM::Parameter::Value<';
/** AWS: every CDK template asks for the version of its bootstrap stack, and no resource uses it. */
const CDK_BOOTSTRAP = '/cdk-bootstrap/';
const MASK = /^\*{4,}$/;

export function readParameters(section: TemplateNode | undefined, environment: Environment, facts: Facts): Parameters {
  const values = new Map<string, ParameterValue>();
  const allowed = new Map<string, readonly string[]>();
  if (section?.kind !== 'map') return { values, allowed };
  for (const [name, { value }] of section.entries) {
    const declared = declarationOf(name, value, environment);
    const handed = declared.noEcho ? undefined : environment.handed?.parameters?.get(name);
    const read = handed === undefined ? ownValue(declared, facts) : handedValue(declared, handed, facts);
    values.set(name, read);
    if (declared.allowed.length > 0 && isUnknown(read)) allowed.set(declared.symbol, declared.allowed);
  }
  return { values, allowed };
}

function ownValue(declared: Declaration, facts: Facts): ParameterValue {
  return declared.type.startsWith(SSM_VALUE) && !declared.noEcho ? fromStore(declared, facts) : plainValue(declared);
}

/** A value of which parts may not be known: another stack made it. */
function handedValue(declared: Declaration, text: Text, facts: Facts): ParameterValue {
  const literal = literalOf(text);
  if (literal !== undefined) return ownValue({ ...declared, given: literal }, facts);
  const [reason] = holesOf(text).map((part) => part.reason);
  const isPlain = !declared.type.startsWith(SSM_VALUE) && !isListType(declared.type);
  if (isPlain || reason === undefined) return { kind: 'text', text };
  return unknownParameter(declared, reason);
}

function presetValue(node: TemplateNode, environment: Environment): string | undefined {
  if (environment.defaults === 'unknown' || node.kind !== 'map') return undefined;
  return scalarOf(node.entries.get('Default')?.value);
}

function declarationOf(name: string, node: TemplateNode, environment: Environment): Declaration {
  const given = environment.parameters.get(name) ?? presetValue(node, environment);
  const definition = node.kind === 'map' ? node : undefined;
  const allowed = scalarsOf(definition?.entries.get('AllowedValues')?.value);
  const type = scalarOf(definition?.entries.get('Type')?.value) ?? 'String';
  const onlyOne = allowed.length === 1 && !type.startsWith(SSM_VALUE) ? allowed[0] : undefined;
  const qualified = (environment.qualifier ?? '') + name;
  return {
    name: qualified,
    symbol: `param:${qualified}`,
    type,
    given: given ?? onlyOne,
    noEcho: scalarOf(definition?.entries.get('NoEcho')?.value)?.toLowerCase() === 'true',
    allowed,
    shape: shapeOf(type, allowed, definition),
  };
}

function plainValue(declared: Declaration): ParameterValue {
  const { name, given } = declared;
  if (declared.noEcho || (typeof given === 'string' && MASK.test(given))) {
    return unknownParameter(declared, { kind: 'parameter-masked', parameter: name });
  }
  if (given === undefined) return unknownParameter(declared, { kind: 'parameter-without-value', parameter: name });
  return knownValue(declared.type, given);
}

function unknownParameter({ symbol, type, shape }: Declaration, reason: UnknownReason): ParameterValue {
  if (isListType(type)) return { kind: 'unknown-list', symbol, reason };
  return { kind: 'text', text: [hole(symbol, reason, shape)] };
}

/** AWS: items of a comma-delimited list lose the blanks around them. */
function knownValue(type: string, given: string | readonly string[]): ParameterValue {
  if (!isListType(type)) return { kind: 'text', text: textOf(typeof given === 'string' ? given : given.join(',')) };
  const items = typeof given === 'string' ? given.split(',').map((item) => item.trim()) : given;
  return { kind: 'list', items: items.map((item) => textOf(item)) };
}

/** AWS: the value given for such a parameter is the path of an SSM parameter, never the value itself. */
function fromStore(declared: Declaration, facts: Facts): ParameterValue {
  const path = typeof declared.given === 'string' && !MASK.test(declared.given) ? declared.given : undefined;
  const type = declared.type.slice(SSM_VALUE.length, -1);
  const reason: UnknownReason = { kind: 'ssm-parameter-not-read', parameter: declared.name };
  const symbol = path === undefined ? declared.symbol : `ssm:${path}`;
  if (path !== undefined && !path.startsWith(CDK_BOOTSTRAP)) {
    const fact = facts.get(factKey({ kind: 'ssm-parameter', id: path }));
    if (fact?.status === 'found' && typeof fact.value === 'string') return knownValue(type, fact.value);
  }
  if (isListType(type)) return { kind: 'unknown-list', symbol, reason };
  return { kind: 'text', text: [hole(symbol, reason)] };
}

function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function isUnknown(value: ParameterValue): boolean {
  return value.kind === 'text' && value.text.some((part) => typeof part !== 'string');
}

/** What a parameter's declaration says of a value that nobody has given yet. */
function shapeOf(type: string, allowed: readonly string[], definition: MapNode | undefined): Shape {
  if (allowed.length > 0) return shapeOfAny(allowed);
  if (type === 'Number') return { ...NAME_SHAPE, maxLength: 64 };
  if (type.startsWith('AWS::EC2::') && type.endsWith('::Id')) return NAME_SHAPE;
  const least = Number(scalarOf(definition?.entries.get('MinLength')?.value) ?? 0);
  const most = Number(scalarOf(definition?.entries.get('MaxLength')?.value) ?? Infinity);
  return {
    without: '',
    minLength: Number.isInteger(least) && least > 0 ? least : 0,
    maxLength: Number.isInteger(most) && most >= 0 ? most : Infinity,
  };
}

/** The narrowest shape that all of some strings have, as far as ARN separators and wildcards go. */
export function shapeOfAny(strings: readonly string[]): Shape {
  const minLength = strings.reduce((least, text) => Math.min(least, text.length), Infinity);
  const maxLength = strings.reduce((most, text) => Math.max(most, text.length), 0);
  const without = Array.from(NAME_SHAPE.without).filter(
    (character) => !strings.some((text) => text.includes(character)),
  );
  return { without: without.join(''), minLength, maxLength };
}

function scalarsOf(node: TemplateNode | undefined): readonly string[] {
  if (node?.kind !== 'seq') return [];
  return node.items.flatMap((item) => scalarOf(item) ?? []);
}

/** A scalar as CloudFormation keeps it: everything is a string to a parameter. */
function scalarOf(node: TemplateNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return typeof node.value === 'boolean' ? String(node.value) : node.text;
}
