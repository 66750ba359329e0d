import {
  ANY_SHAPE,
  generatedHole,
  hole,
  literalOf,
  mayContain,
  NAME_SHAPE,
  textOf,
  type Shape,
  type Text,
} from '#core/value/text';
import { matchText } from '#core/value/text-match';
import type { UnknownReason } from '#core/value/unknown-reason';
import { textOfValue, type Value } from '#core/value/value';
import { unknownValue } from './make-value';
import { generatedName, lowerText } from './physical-name';
import type { ResolvedResource, StackPlace } from './resolved-template';
import type { IdShape, ResourceType } from './resource-type';
import { RESOURCE_TYPES } from './resource-types';
import { urlSuffixOf } from './stack-place';

/** A resource whose properties are looked up one at a time, so that naming it resolves no more than its name. */
export interface NamedResource {
  readonly logicalId: string;
  readonly type: string;
  property(name: string): Value | undefined;
}

interface Naming {
  readonly resource: NamedResource;
  readonly type: ResourceType;
  readonly place: StackPlace;
}

/** What `Ref` of the resource gives. */
export function refOf(resource: ResolvedResource, place: StackPlace): Text {
  return refOfNamed(viewOf(resource), place);
}

/** The ARN policies know the resource by, which for a log group is not quite what `Fn::GetAtt` gives. */
export function arnOf(resource: ResolvedResource, place: StackPlace): Text | undefined {
  const naming = namingOf(viewOf(resource), place);
  return naming?.type.arn === undefined ? undefined : expand(naming.type.arn, naming);
}

export function refOfNamed(resource: NamedResource, place: StackPlace): Text {
  const naming = namingOf(resource, place);
  return naming === undefined ? attributeHole(resource, 'Ref', ANY_SHAPE) : expand(naming.type.ref, naming);
}

/** What `Fn::GetAtt` gives, if it is among the attributes whose form is known. */
export function attributeOfNamed(resource: NamedResource, attribute: string, place: StackPlace): Text | undefined {
  const naming = namingOf(resource, place);
  if (naming === undefined) return undefined;
  const { arn, attributes } = naming.type;
  if (attributes === undefined) return attribute === 'Arn' && arn !== undefined ? expand(arn, naming) : undefined;
  const pattern = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  return pattern === undefined ? undefined : expand(pattern, naming);
}

/** All that `Fn::GetAtt` is known to give, by attribute. */
export function attributesOf(resource: ResolvedResource, place: StackPlace): ReadonlyMap<string, Text> {
  const naming = namingOf(viewOf(resource), place);
  if (naming === undefined) return new Map();
  const { arn, attributes } = naming.type;
  const patterns = attributes ?? (arn === undefined ? {} : { Arn: arn });
  return new Map(Object.entries(patterns).map(([attribute, pattern]) => [attribute, expand(pattern, naming)]));
}

/** A property that may be among those not seen is not taken for a missing one. */
function viewOf({ logicalId, type, properties: { entries, open, origin } }: ResolvedResource): NamedResource {
  const hidden = (name: string): Value | undefined =>
    open === undefined ? undefined : unknownValue(`attr:${logicalId}.${name}`, open, origin);
  return { logicalId, type, property: (name) => entries.get(name) ?? hidden(name) };
}

function namingOf(resource: NamedResource, place: StackPlace): Naming | undefined {
  const type = RESOURCE_TYPES.get(resource.type);
  return type === undefined ? undefined : { resource, type, place };
}

const PLACEHOLDER = /\{([^}]*)\}/;

/** Fills in the placeholders of a text of the type table. */
function expand(pattern: string, naming: Naming): Text {
  const pieces = pattern.split(PLACEHOLDER);
  return textOf(...pieces.map((piece, index) => (index % 2 === 0 ? piece : fill(piece, naming))));
}

type Filler = (naming: Naming) => Text;
const FILLERS: ReadonlyMap<string, Filler> = new Map<string, Filler>([
  ['p', ({ place }) => place.partition],
  ['r', ({ place }) => place.region],
  ['a', ({ place }) => place.account],
  ['s', ({ place }) => urlSuffixOf(place)],
  ['name', physicalName],
  ['lower-name', (naming) => lowerText(physicalName(naming))],
  ['slashed-name', slashedName],
  ['path', ({ resource }) => propertyText(resource, 'Path') ?? textOf('/')],
  ['id', serviceId],
  ['ref', (naming) => expand(naming.type.ref, naming)],
  ['arn', (naming) => (naming.type.arn === undefined ? [] : expand(naming.type.arn, naming))],
  ['rule-arn', ruleArn],
  ['rule-ref', ruleRef],
]);

function fill(placeholder: string, naming: Naming): Text {
  const filler = FILLERS.get(placeholder);
  if (filler !== undefined) return filler(naming);
  const { resource, place } = naming;
  if (placeholder.startsWith('=')) {
    const [property = '', otherwise] = placeholder.slice(1).split('|');
    const fallback = otherwise === undefined ? attributeHole(resource, property, ANY_SHAPE) : textOf(otherwise);
    return propertyText(resource, property) ?? fallback;
  }
  if (placeholder.startsWith('arn-in:')) return arnIn(resource, placeholder.slice('arn-in:'.length));
  if (placeholder.startsWith('function:')) return functionArn(resource, placeholder.slice('function:'.length), place);
  return attributeHole(resource, placeholder, SHAPES.get(placeholder) ?? NAME_SHAPE);
}

const UUID_SHAPE: Shape = { ...NAME_SHAPE, only: 'hex-and-dash', minLength: 36, maxLength: 36 };
const DIGITS: Shape = { ...NAME_SHAPE, only: 'digit', minLength: 1, maxLength: 20 };
const ALPHANUMERIC: Shape = { ...NAME_SHAPE, only: 'alphanumeric' };
const ID_SHAPES: Readonly<Record<IdShape, Shape>> = {
  name: NAME_SHAPE,
  uuid: UUID_SHAPE,
  lower: { ...NAME_SHAPE, only: 'lower-alphanumeric', maxLength: 32 },
  any: ANY_SHAPE,
};
/** Of parts that only the service knows: those of which more is known than that they are a name. */
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['Version', DIGITS],
  ['Revision', DIGITS],
  ['Suffix', { ...ALPHANUMERIC, minLength: 6, maxLength: 6 }],
  ['RoleId', ALPHANUMERIC],
  ['PoolId', ALPHANUMERIC],
  ['StreamLabel', { ...NAME_SHAPE, without: '/*?$' }],
  ['LoadBalancerPath', { ...NAME_SHAPE, without: ':*?$' }],
  ['IdentityPoolId', UUID_SHAPE],
  ['StackUuid', UUID_SHAPE],
]);

function attributeHole({ logicalId }: NamedResource, attribute: string, shape: Shape): Text {
  const reason: UnknownReason = { kind: 'attribute-known-after-deployment', logicalId, attribute };
  return [hole(`attr:${logicalId}.${attribute}`, reason, shape)];
}

function serviceId({ resource, type }: Naming): Text {
  const { logicalId } = resource;
  const reason: UnknownReason = { kind: 'attribute-known-after-deployment', logicalId, attribute: 'Ref' };
  return [generatedHole(`attr:${logicalId}.Ref`, reason, ID_SHAPES[type.id ?? 'name'])];
}

/** A property that is there but no string (or not known) is a hole, never taken for a missing one. */
function propertyText(resource: NamedResource, name: string): Text | undefined {
  const value = resource.property(name);
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return undefined;
  return textOfValue(value) ?? attributeHole(resource, name, ANY_SHAPE);
}

function physicalName({ resource, type, place }: Naming): Text {
  const given = type.name === undefined ? undefined : propertyText(resource, type.name);
  if (given !== undefined) return given;
  const { logicalId } = resource;
  const name = generatedName({ logicalId, generated: type.generated ?? 'other', limit: type.limit ?? 64 }, place);
  return isFifo(resource) && type.generated !== undefined ? textOf(name, '.fifo') : name;
}

function isFifo(resource: NamedResource): boolean {
  const fifo = FIFO_PROPERTY.get(resource.type);
  const value = fifo === undefined ? undefined : textOfValue(resource.property(fifo));
  return value !== undefined && literalOf(value)?.toLowerCase() === 'true';
}
const FIFO_PROPERTY: ReadonlyMap<string, string> = new Map([
  ['AWS::SQS::Queue', 'FifoQueue'],
  ['AWS::SNS::Topic', 'FifoTopic'],
]);

/** AWS: the ARN of `/a/b` is `parameter/a/b`, that of `b` is `parameter/b`. */
function slashedName(naming: Naming): Text {
  const name = physicalName(naming);
  const [first, ...rest] = name;
  if (first === undefined) return textOf('/');
  if (typeof first === 'string') return first.startsWith('/') ? name : textOf('/', name);
  if (!mayContain(first.shape, '/')) return textOf('/', name);
  return textOf({ ...first, symbol: `slashed(${first.symbol})`, shape: ANY_SHAPE }, rest);
}

/** What a property names, where it does so by ARN. */
function arnIn(resource: NamedResource, property: string): Text {
  const named = propertyText(resource, property);
  const [first] = named ?? [];
  const isArn = typeof first === 'string' && first.startsWith('arn:');
  return named !== undefined && isArn ? named : attributeHole(resource, property, ANY_SHAPE);
}

/** The ARN of a function that a property names by name, by ARN or by part of one. */
function functionArn(resource: NamedResource, property: string, place: StackPlace): Text {
  const unknown = attributeHole(resource, property, ANY_SHAPE);
  const named = propertyText(resource, property);
  const [first] = named ?? [];
  if (named === undefined || first === undefined) return unknown;
  if (typeof first !== 'string') return mayContain(first.shape, ':') ? unknown : fullFunctionArn(named, place);
  if (first.startsWith('arn:')) return named;
  return first.includes(':') ? unknown : fullFunctionArn(named, place);
}

function fullFunctionArn(name: Text, { partition, region, account }: StackPlace): Text {
  return textOf('arn:', partition, ':lambda:', region, ':', account, ':function:', name);
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-manage-iam-access.html */
function ruleArn(naming: Naming): Text {
  const { partition, region, account } = naming.place;
  const bus = busName(naming.resource);
  const name = physicalName(naming);
  const isDefault = bus === undefined || literalOf(bus) === 'default';
  return textOf(
    'arn:',
    partition,
    ':events:',
    region,
    ':',
    account,
    ':rule/',
    isDefault ? name : [...bus, '/', ...name],
  );
}

/**
 * AWS: the id of a rule on another bus than the default one is `bus|name`, and so never the `bus/name` of its ARN.
 *
 * @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1131
 */
function ruleRef(naming: Naming): Text {
  const bus = busName(naming.resource);
  if (bus === undefined || literalOf(bus) === 'default') return physicalName(naming);
  const isOther = matchText(textOf('default'), bus) === 'no';
  return attributeHole(naming.resource, 'Ref', isOther ? { ...NAME_SHAPE, minLength: 3 } : ANY_SHAPE);
}

/** The bus may be given by name or by ARN. */
function busName(resource: NamedResource): Text | undefined {
  const bus = propertyText(resource, 'EventBusName');
  if (bus === undefined) return undefined;
  const at = bus.findIndex((part) => typeof part === 'string' && part.includes(':event-bus/'));
  const part = bus[at];
  if (typeof part === 'string') return textOf(part.slice(part.indexOf('/') + 1), bus.slice(at + 1));
  const [first] = bus;
  const mayBeArn = typeof first === 'object' && mayContain(first.shape, ':');
  return mayBeArn ? textOf({ ...first, symbol: `bus(${first.symbol})` }, bus.slice(1)) : bus;
}
