import type { MapNode, TemplateNode } from '#core/template/node';
import { NAME_SHAPE, type Text, type TextPart } from '#core/value/text';
import type { Parameters, ParameterValue } from './parameters';
import { RESOURCE_TYPES } from './resource-types';

interface Declared {
  readonly type: string;
  readonly node: MapNode;
  readonly condition: string | undefined;
}

/** Types whose names hold neither separators nor wildcards: CloudFormation would not create them otherwise. */
const PLAINLY_NAMED: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::IAM::Role',
  'AWS::Events::Rule',
  'AWS::StepFunctions::StateMachine',
]);

/**
 * A parameter that names a resource of the stack is a name, or the stack fails without our help: so `${Name}/*` is about the
 * objects of the bucket `${Name}` and never about the bucket.
 */
export function withNamesAsNames(parameters: Parameters, resources: ReadonlyMap<string, Declared>): Parameters {
  const names = new Set([...resources.values()].flatMap(namingParameters));
  if (names.size === 0) return parameters;
  const values = [...parameters.values].map(
    ([name, value]) => [name, names.has(name) ? asName(value) : value] as const,
  );
  return { ...parameters, values: new Map(values) };
}

function asName(value: ParameterValue): ParameterValue {
  return value.kind === 'text' ? { kind: 'text', text: namePart(value.text) } : value;
}

function namePart(text: Text): Text {
  return text.map((part): TextPart => {
    if (typeof part === 'string') return part;
    const without = [...new Set(part.shape.without + NAME_SHAPE.without)].join('');
    return { ...part, shape: { ...part.shape, without } };
  });
}

/** A resource that may not be there says nothing of its name. */
function namingParameters({ type, node, condition }: Declared): readonly string[] {
  const property = PLAINLY_NAMED.has(type) && condition === undefined ? RESOURCE_TYPES.get(type)?.name : undefined;
  const properties = node.entries.get('Properties')?.value;
  if (property === undefined || properties?.kind !== 'map') return [];
  return partsOf(properties.entries.get(property)?.value);
}

/** What a text is put together of: parameters that are in it as they are. */
function partsOf(node: TemplateNode | undefined): readonly string[] {
  if (node?.kind !== 'map' || node.entries.size !== 1) return [];
  const [entry] = node.entries;
  if (entry === undefined) return [];
  const [name, { value }] = entry;
  switch (name) {
    case 'Ref':
      return value.kind === 'scalar' ? [value.text] : [];
    case 'Fn::Sub':
      return value.kind === 'seq' ? substituted(value.items) : substituted([value]);
    case 'Fn::Join':
      return value.kind === 'seq' ? joined(value.items[1]) : [];
    default:
      return [];
  }
}

const VARIABLE = /\$\{([A-Za-z0-9]+)\}/g;

function substituted([template, variables]: readonly TemplateNode[]): readonly string[] {
  if (template?.kind !== 'scalar') return [];
  const given = variables?.kind === 'map' ? variables.entries : undefined;
  return [...template.text.matchAll(VARIABLE)].flatMap(([, name = '']) => {
    const own = given?.get(name);
    return own === undefined ? [name] : partsOf(own.value);
  });
}

function joined(list: TemplateNode | undefined): readonly string[] {
  return list?.kind === 'seq' ? list.items.flatMap(partsOf) : [];
}
