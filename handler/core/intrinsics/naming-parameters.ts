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

const VARIABLE = /\$\{([A-Za-z0-9]+)\}/g;

/** What a text is put together of: parameters that are in it as they are. */
function partsOf(node: TemplateNode | undefined): readonly string[] {
  if (node?.kind !== 'map' || node.entries.size !== 1) return [];
  const referred = node.entries.get('Ref')?.value;
  if (referred?.kind === 'scalar') return [referred.text];
  const template = node.entries.get('Fn::Sub')?.value;
  if (template?.kind === 'scalar') return [...template.text.matchAll(VARIABLE)].map(([, name]) => name ?? '');
  const join = node.entries.get('Fn::Join')?.value;
  const list = join?.kind === 'seq' ? join.items[1] : undefined;
  return list?.kind === 'seq' ? list.items.flatMap(directPart) : [];
}

/** Lists are not nested in names that people write. */
function directPart(node: TemplateNode): readonly string[] {
  const referred = node.kind === 'map' ? node.entries.get('Ref')?.value : undefined;
  return referred?.kind === 'scalar' ? [referred.text] : [];
}
