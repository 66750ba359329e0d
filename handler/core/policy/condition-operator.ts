/** How one value of the request is compared with one value of the policy. */
export type Comparison =
  | 'string-equals'
  | 'string-equals-ignore-case'
  | 'string-like'
  | 'numeric-equals'
  | 'numeric-less'
  | 'numeric-less-equals'
  | 'numeric-greater'
  | 'numeric-greater-equals'
  | 'date-equals'
  | 'date-less'
  | 'date-less-equals'
  | 'date-greater'
  | 'date-greater-equals'
  | 'bool'
  | 'binary'
  | 'ip'
  | 'arn'
  | 'null';

export interface ConditionOperator {
  readonly comparison: Comparison;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: 'for-all-values' | 'for-any-value' | undefined;
}

const POSITIVE: readonly (readonly [string, Comparison])[] = [
  ['stringequals', 'string-equals'],
  ['stringequalsignorecase', 'string-equals-ignore-case'],
  ['stringlike', 'string-like'],
  ['numericequals', 'numeric-equals'],
  ['numericlessthan', 'numeric-less'],
  ['numericlessthanequals', 'numeric-less-equals'],
  ['numericgreaterthan', 'numeric-greater'],
  ['numericgreaterthanequals', 'numeric-greater-equals'],
  ['dateequals', 'date-equals'],
  ['datelessthan', 'date-less'],
  ['datelessthanequals', 'date-less-equals'],
  ['dategreaterthan', 'date-greater'],
  ['dategreaterthanequals', 'date-greater-equals'],
  ['bool', 'bool'],
  ['binaryequals', 'binary'],
  ['ipaddress', 'ip'],
  ['arnequals', 'arn'],
  ['arnlike', 'arn'],
  ['null', 'null'],
];
const NEGATED: readonly (readonly [string, Comparison])[] = [
  ['stringnotequals', 'string-equals'],
  ['stringnotequalsignorecase', 'string-equals-ignore-case'],
  ['stringnotlike', 'string-like'],
  ['numericnotequals', 'numeric-equals'],
  ['datenotequals', 'date-equals'],
  ['notipaddress', 'ip'],
  ['arnnotequals', 'arn'],
  ['arnnotlike', 'arn'],
];
const positive = new Map(POSITIVE);
const negated = new Map(NEGATED);

const SETS = [
  ['forallvalues:', 'for-all-values'],
  ['foranyvalue:', 'for-any-value'],
] as const;

/**
 * Reads a name such as `ForAnyValue:StringLikeIfExists`; nothing for what is no operator, as `NullIfExists`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseOperator(name: string): ConditionOperator | undefined {
  const lower = name.toLowerCase();
  const [prefix, set] = SETS.find(([start]) => lower.startsWith(start)) ?? ['', undefined];
  const ifExists = lower.endsWith('ifexists');
  const base = lower.slice(prefix.length, ifExists ? -'ifexists'.length : undefined);
  const comparison = positive.get(base) ?? negated.get(base);
  if (comparison === undefined) return undefined;
  if (comparison === 'null' && (ifExists || set !== undefined)) return undefined;
  return { comparison, negated: negated.has(base), ifExists, set };
}
