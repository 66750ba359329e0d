import { arnOf } from '#core/aws/arn';
import { literalOf, type Text } from '#core/value/text';
import { parseOperator, type Comparison } from './condition-operator';
import type { Condition, Pattern, PolicyDocument, PolicyProblem, PrincipalPattern, Statement } from './document';
import { hasVariable, variablePieces } from './policy-variable';

type Version = PolicyDocument['version'];

/**
 * What AWS would reject, or never match, in a statement that can be read.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function problemsOfStatement(statement: Statement, version: Version): readonly PolicyProblem[] {
  return [
    ...(statement.actions?.patterns ?? []).flatMap(problemsOfAction),
    ...(statement.resources?.patterns ?? []).flatMap((pattern) => problemsOfResource(pattern, version)),
    ...(statement.principals?.principals ?? []).flatMap(problemsOfPrincipal),
    ...statement.conditions.flatMap((condition) => problemsOfCondition(condition, version)),
  ];
}

function problemsOfAction({ text, origin }: Pattern): readonly PolicyProblem[] {
  const action = literalOf(text);
  if (action === undefined || action === '*') return [];
  const colon = action.indexOf(':');
  if (colon < 0) return [{ message: `action \`${action}\` lacks its service, as in \`s3:GetObject\``, origin }];
  const service = action.slice(0, colon);
  const isWild = service !== '*' && (service.includes('*') || service.includes('?'));
  return isWild ? [{ message: `the service of action \`${action}\` may not hold a wildcard`, origin }] : [];
}

const ARN_PARTS = 6;

function problemsOfResource({ text, origin }: Pattern, version: Version): readonly PolicyProblem[] {
  const shown = literalOf(text);
  if (shown === undefined || shown === '*') return [];
  const { parts } = arnOf(withoutVariables(text, version));
  const [start, , service = '', , account, rest = ''] = parts.map((part) => literalOf(part) ?? '');
  const problem = (message: string): PolicyProblem => ({ message: `${message}: \`${shown}\``, origin });
  if (parts.length < ARN_PARTS && start !== 'arn') return [problem('a resource must be an ARN or `*`')];
  if (parts.length < ARN_PARTS) return [problem('the ARN is incomplete; AWS fills it up with `*`')];
  const problems: PolicyProblem[] = [];
  if (service !== service.toLowerCase()) problems.push(problem('the service of an ARN is written in lower case'));
  if (service.includes('*') && service !== '*') problems.push(problem('the service of an ARN may not hold a wildcard'));
  if (service === 's3' && account !== '' && account !== '*' && !isAccessPoint(rest))
    problems.push(problem('the ARN of a bucket or object has no account'));
  return problems;
}

function isAccessPoint(rest: string): boolean {
  return ['accesspoint', 'job', 'storage-lens', 'async-request', 'access-grants'].some((type) => rest.startsWith(type));
}

/** Variables hold colons of their own, which are no separators. */
function withoutVariables(text: Text, version: Version): Text {
  if (version === '2008-10-17' || !hasVariable(text)) return text;
  return variablePieces(text).flatMap((piece) => (piece.kind === 'text' ? piece.text : ['x']));
}

function problemsOfPrincipal({ type, text, origin }: PrincipalPattern): readonly PolicyProblem[] {
  const principal = literalOf(text);
  if (principal === undefined || principal === '*' || !(principal.includes('*') || principal.includes('?'))) return [];
  const hint = type === 'AWS' ? '; use `"*"` with a condition on `aws:PrincipalArn`' : '';
  return [{ message: `a principal may not hold a wildcard: \`${principal}\`${hint}`, origin }];
}

const WITH_VARIABLES: ReadonlySet<Comparison> = new Set([
  'string-equals',
  'string-equals-ignore-case',
  'string-like',
  'arn',
  'bool',
]);

function problemsOfCondition({ operator, values, origin }: Condition, version: Version): readonly PolicyProblem[] {
  const parsed = parseOperator(operator);
  if (parsed === undefined) return [{ message: `\`${operator}\` is no condition operator`, origin }];
  if (version !== '2012-10-17' || WITH_VARIABLES.has(parsed.comparison) || !('length' in values)) return [];
  return values.some(hasVariable) ? [{ message: `\`${operator}\` does not take policy variables`, origin }] : [];
}
