import type { MapNode, TemplateNode } from '#core/template/node';
import type { Origin } from '#core/value/origin';
import { hole, literalOf, NAME_SHAPE, showText, textOf, type Shape, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { Value } from '#core/value/value';
import { nodesIn } from './nodes-in';
import type { Environment, StackPlace } from './resolved-template';
import { textValue, unknownValue } from './make-value';

const NAME_CHARACTERS = { without: ':/*?$', only: 'name' } as const;
const REGION_SHAPE: Shape = { without: ':/*?$', only: 'lower-name', minLength: 8, maxLength: 25 };
const ACCOUNT_SHAPE: Shape = { without: ':/*?$', only: 'digit', minLength: 12, maxLength: 12 };
const STACK_SHAPE: Shape = { ...NAME_CHARACTERS, minLength: 1, maxLength: 128 };
const PARTITION_SHAPE: Shape = { without: ':/*?$', only: 'lower-name', minLength: 3, maxLength: 16 };
const UUID_SHAPE: Shape = { without: ':/*?$', only: 'hex-and-dash', minLength: 36, maxLength: 36 };
const SUFFIX_SHAPE: Shape = { ...NAME_SHAPE, minLength: 9, maxLength: 32 };

/** The first that fits; the prefixes of regions outside the commercial partition. */
const PARTITIONS: readonly (readonly [prefix: string, partition: string, suffix: string])[] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['eusc-', 'aws-eusc', 'amazonaws.eu'],
];
const OTHER_PARTITIONS: readonly string[] = ['aws-cn', 'aws-us-gov', 'aws-iso', 'aws-eusc'];

function pseudo(name: string, shape: Shape, qualifier = ''): Text {
  return [hole(qualifier + name, { kind: 'pseudo-parameter', name }, shape)];
}

/**
 * The stack's place as far as it is known. Without a region the partition is taken for `aws`, unless the template
 * itself speaks of another one.
 */
export function stackPlaceOf(root: MapNode, environment: Environment): StackPlace {
  return {
    partition: partitionOf(root, environment),
    region: given(environment.region, 'AWS::Region', REGION_SHAPE),
    account: given(environment.account, 'AWS::AccountId', ACCOUNT_SHAPE),
    stackName: stackNameOf(environment),
  };
}

function stackNameOf({ stackName, handed, qualifier }: Environment): Text {
  if (stackName !== undefined && stackName !== '') return textOf(stackName);
  return handed?.stackName ?? pseudo('AWS::StackName', STACK_SHAPE, qualifier);
}

function given(value: string | undefined, name: string, shape: Shape): Text {
  return value === undefined || value === '' ? pseudo(name, shape) : textOf(value);
}

function partitionOf(root: MapNode, { region }: Environment): Text {
  if (region !== undefined && region !== '') {
    return textOf(PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws');
  }
  return speaksOf(withoutTables(root), OTHER_PARTITIONS) ? pseudo('AWS::Partition', PARTITION_SHAPE) : textOf('aws');
}

/** A table that has the commercial partition beside others says no more of the place than no table. */
function withoutTables(root: MapNode): readonly TemplateNode[] {
  return [...root.entries].flatMap(([key, { value }]) =>
    key === 'Mappings' && value.kind === 'map'
      ? [...value.entries.values()].map((table) => table.value).filter((table) => !isForCommercial(table))
      : [value],
  );
}

function isForCommercial(table: TemplateNode): boolean {
  for (const node of nodesIn(table)) if (node.kind === 'scalar' && node.text.startsWith('arn:aws:')) return true;
  return false;
}

function speaksOf(roots: readonly TemplateNode[], words: readonly string[]): boolean {
  for (const root of roots) {
    for (const node of nodesIn(root)) if (node.kind === 'scalar' && mentions(node.text, words)) return true;
  }
  return false;
}

function mentions(text: string, words: readonly string[]): boolean {
  return text.includes('aws-') && words.some((word) => text.includes(word));
}

export function urlSuffixOf(place: StackPlace): Text {
  const partition = literalOf(place.partition);
  if (partition === undefined) return pseudo('AWS::URLSuffix', SUFFIX_SHAPE);
  return textOf(PARTITIONS.find(([, name]) => name === partition)?.[2] ?? 'amazonaws.com');
}

/** The value of a pseudo parameter other than `AWS::NoValue`; nothing if there is none of that name. */
export function pseudoParameter(name: string, place: StackPlace, origin: Origin): Value | undefined {
  const reason: UnknownReason = { kind: 'pseudo-parameter', name };
  switch (name) {
    case 'AWS::Region':
      return textValue(place.region, origin);
    case 'AWS::AccountId':
      return textValue(place.account, origin);
    case 'AWS::Partition':
      return textValue(place.partition, origin);
    case 'AWS::StackName':
      return textValue(place.stackName, origin);
    case 'AWS::URLSuffix':
      return textValue(urlSuffixOf(place), origin);
    case 'AWS::StackId':
      return textValue(stackIdOf(place), origin);
    case 'AWS::NotificationARNs':
      return unknownValue(name, reason, origin);
    default:
      return undefined;
  }
}

function stackIdOf({ partition, region, account, stackName }: StackPlace): Text {
  const id = hole(
    `uuid(AWS::StackId of ${showText(stackName)})`,
    { kind: 'pseudo-parameter', name: 'AWS::StackId' },
    UUID_SHAPE,
  );
  return textOf('arn:', partition, ':cloudformation:', region, ':', account, ':stack/', stackName, '/', id);
}
