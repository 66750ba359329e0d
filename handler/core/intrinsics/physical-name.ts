import {
  generatedHole,
  hole,
  literalOf,
  NAME_SHAPE,
  textOf,
  type CharacterClass,
  type Shape,
  type Text,
} from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { ownName } from './qualified-name';
import type { StackPlace } from './resolved-template';

/**
 * How CloudFormation names a resource that has no name of its own: `stack-LogicalId-random`, the same in lower case,
 * `LogicalId-random`, letters and digits of which no more is relied on, or in a way that is not documented.
 */
export type GeneratedName = 'stack' | 'stack-lower' | 'logical-id' | 'alphanumeric' | 'other';

export interface NameRule {
  /** Qualified; only its own part stands in the name. */
  readonly logicalId: string;
  readonly generated: GeneratedName;
  /** The longest name the service takes; a longer one is cut by CloudFormation. */
  readonly limit: number;
}

const RANDOM_LENGTH = { minLength: 12, maxLength: 13 };
const SEPARATORS = ':/*?$';
const RANDOM_SHAPE: Shape = { without: SEPARATORS, only: 'alphanumeric', ...RANDOM_LENGTH };
const ALPHANUMERIC_SHAPE: Shape = { ...NAME_SHAPE, only: 'alphanumeric' };
const LOWER_RANDOM_SHAPE: Shape = { without: SEPARATORS, only: 'lower-alphanumeric', ...RANDOM_LENGTH };
/** As much of a stack name or logical id as survives where the whole name is too long. */
const KEPT = 24;
const LONGEST_STACK_NAME = 128;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
export function generatedName(rule: NameRule, place: StackPlace): Text {
  const reason: UnknownReason = { kind: 'generated-name', logicalId: rule.logicalId };
  if (rule.generated === 'other') return [generatedHole(`name:${rule.logicalId}`, reason, NAME_SHAPE)];
  if (rule.generated === 'alphanumeric') return [generatedHole(`name:${rule.logicalId}`, reason, ALPHANUMERIC_SHAPE)];
  const isLower = rule.generated === 'stack-lower';
  const random = generatedHole(`random:${rule.logicalId}`, reason, isLower ? LOWER_RANDOM_SHAPE : RANDOM_SHAPE);
  const own = ownName(rule.logicalId);
  if (rule.generated === 'logical-id') return textOf(cut(own, reason), '-', random);
  const stack = literalOf(place.stackName);
  const fits = (stack?.length ?? LONGEST_STACK_NAME) + own.length + 15 <= rule.limit;
  const keep = (text: string): Text => (fits ? textOf(text) : cut(text, reason));
  const name = textOf(stack === undefined ? place.stackName : keep(stack), '-', keep(own), '-');
  return textOf(isLower ? lowerText(name) : name, random);
}

function cut(text: string, reason: UnknownReason): Text {
  if (text.length <= KEPT) return textOf(text);
  const shape: Shape = { without: SEPARATORS, only: 'name', minLength: 0, maxLength: text.length - KEPT };
  return textOf(text.slice(0, KEPT), hole(`tail:${text}`, reason, shape));
}

/** A hole `X` becomes `lower(X)`, for what it stands for is not the same text. */
export function lowerText(text: Text): Text {
  return text.map((part) => {
    if (typeof part === 'string') return part.toLowerCase();
    return { ...part, symbol: `lower(${part.symbol})`, shape: lowerShape(part.shape) };
  });
}

const LOWER: ReadonlyMap<CharacterClass, CharacterClass> = new Map([
  ['name', 'lower-name'],
  ['alphanumeric', 'lower-alphanumeric'],
]);
function lowerShape(shape: Shape): Shape {
  const only = shape.only === undefined ? undefined : LOWER.get(shape.only);
  return only === undefined ? shape : { ...shape, only };
}
