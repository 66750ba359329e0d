import type { Condition, PolicyDocument, PrincipalPattern } from '#core/policy/document';
import { literalOf, showText, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import { functionTarget } from './functions';
import type { FunctionNames, InvokePermission, Resource } from './stack-model';

/**
 * Reads `AWS::Lambda::Permission` as the statement that Lambda writes into the function's policy.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function permissionsOf(names: FunctionNames): readonly InvokePermission[] {
  return names.lookup.ofType('AWS::Lambda::Permission').flatMap((resource) => {
    const functionName = textOfValue(at(resource.properties, 'FunctionName'));
    if (functionName === undefined) return [];
    const target = functionTarget(functionName, names);
    const principal = textOfValue(at(resource.properties, 'Principal'));
    return [{ resource, target, principal, policy: statementOf(resource, target.arn, principal) }];
  });
}

function statementOf(resource: Resource, arn: Text, principal: Text | undefined): PolicyDocument {
  const { properties, origin, logicalId } = resource;
  const action = at(properties, 'Action');
  const actionText = textOfValue(action);
  return {
    version: '2012-10-17',
    problems: [],
    unknowns: [],
    origin,
    label: `permission \`${logicalId}\``,
    statements: [
      {
        sid: logicalId,
        effect: 'Allow',
        principals:
          principal === undefined
            ? undefined
            : {
                negated: false,
                principals: [principalPattern(principal, originOf(at(properties, 'Principal'), resource))],
              },
        actions:
          actionText === undefined
            ? undefined
            : { negated: false, patterns: [{ text: actionText, origin: originOf(action, resource) }] },
        resources: {
          negated: false,
          patterns: [{ text: arn, origin: originOf(at(properties, 'FunctionName'), resource) }],
        },
        conditions: CONDITIONS.flatMap((condition) => conditionOf(condition, resource)),
        unknowns: [],
        origin,
      },
    ],
  };
}

function originOf(value: Value | undefined, resource: Resource): Resource['origin'] {
  return value?.origin ?? resource.origin;
}

interface ConditionProperty {
  readonly property: string;
  readonly operator: string;
  readonly key: string;
}
/** AWS: the API text says StringLike for SourceArn; what Lambda writes is ArnLike. */
const CONDITIONS: readonly ConditionProperty[] = [
  { property: 'SourceArn', operator: 'ArnLike', key: 'AWS:SourceArn' },
  { property: 'SourceAccount', operator: 'StringEquals', key: 'AWS:SourceAccount' },
  { property: 'PrincipalOrgID', operator: 'StringEquals', key: 'aws:PrincipalOrgID' },
  { property: 'EventSourceToken', operator: 'StringEquals', key: 'lambda:EventSourceToken' },
  { property: 'FunctionUrlAuthType', operator: 'StringEquals', key: 'lambda:FunctionUrlAuthType' },
  { property: 'InvokedViaFunctionUrl', operator: 'Bool', key: 'lambda:InvokedViaFunctionUrl' },
];

function conditionOf({ property, operator, key }: ConditionProperty, resource: Resource): readonly Condition[] {
  const value = at(resource.properties, property);
  if (value === undefined) return [];
  if (property === 'InvokedViaFunctionUrl' && value.kind === 'scalar' && value.value === false) return [];
  const text = textOfValue(value);
  const values = text === undefined ? [] : [text];
  return [{ operator, key, values, origin: value.origin }];
}

function principalPattern(principal: Text, origin: PrincipalPattern['origin']): PrincipalPattern {
  const literal = literalOf(principal);
  if (literal === '*') return { type: 'any', text: principal, origin };
  const shown = showText(principal);
  // `events.${AWS::URLSuffix}` is a service as `events.amazonaws.com` is.
  if (shown.startsWith('arn:') || /^\d{12}$/.test(shown) || shown === '${AWS::AccountId}')
    return { type: 'AWS', text: principal, origin };
  // Any other name with a dot can only be meant for a service: `alexa-appkit.amazon.com` is one, `events.amazon.com` is none.
  if (shown.includes('.amazonaws.com') || shown.endsWith('${AWS::URLSuffix}') || literal?.includes('.') === true)
    return { type: 'Service', text: principal, origin };
  return { type: 'unknown', text: principal, origin };
}
