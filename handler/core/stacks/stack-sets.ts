import type { Environment, ResolvedResource, ResolvedTemplate } from '#core/intrinsics/resolved-template';
import { literalOf } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';

/** A template that a stack set writes into its resource: a stack of its own, in accounts and regions that are not known. */
export interface StackSetBody {
  readonly logicalId: string;
  readonly text: string;
  /** Where the text stands. */
  readonly start: number;
  readonly environment: Environment;
}

const STACK_SET = 'AWS::CloudFormation::StackSet';
/** Stack sets of one template that are looked into. */
const MAX_SETS = 20;

/**
 * Every stack set whose template is known; one that differs by scenario is looked at in the first.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
 */
export function stackSetBodies([template]: readonly ResolvedTemplate[]): readonly StackSetBody[] {
  const sets = [...(template?.resources.values() ?? [])].filter(({ type, place }) => type === STACK_SET && !place);
  return sets.slice(0, MAX_SETS).flatMap((set) => bodyOf(set) ?? []);
}

function bodyOf({ logicalId, properties }: ResolvedResource): StackSetBody | undefined {
  const body = at(properties, 'TemplateBody');
  const text = literalText(body);
  if (body?.origin.kind !== 'template' || text === undefined) return undefined;
  const given = itemsOf(at(properties, 'Parameters')).flatMap((each): readonly (readonly [string, string])[] => {
    const [name, value] = [literalText(at(each, 'ParameterKey')), literalText(at(each, 'ParameterValue'))];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return {
    logicalId,
    text,
    start: body.origin.start,
    environment: { parameters: new Map(given), defaults: 'unknown', qualifier: `${logicalId}.` },
  };
}

function literalText(value: Value | undefined): string | undefined {
  const text = textOfValue(value);
  return text === undefined ? undefined : literalOf(text);
}
