import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'config-rule-invokes-function';

export const configRuleInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-CONFIG', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'AWS Config can invoke the function of a rule',
  why: 'AWS Config calls the function of a custom rule as config.amazonaws.com and tries the permission when the rule is created.',
  fix: 'Add an AWS::Lambda::Permission for config.amazonaws.com with the account as SourceAccount, and let the rule depend on it.',
  breaks: 'deploy',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html',
  ],
  needs: (model) =>
    SOURCES.flatMap(({ type, path }) =>
      model.lookup.ofType(type).flatMap((source) =>
        serviceInvokesTarget(
          {
            rule: id,
            service: 'config.amazonaws.com',
            source,
            sourceArn: undefined,
            target: at(source.properties, ...path),
            words: 'evaluates with the function',
          },
          model,
        ),
      ),
    ),
});

interface Source {
  readonly type: string;
  readonly path: readonly string[];
}
/** A rule of AWS's own names no function. That the function may report is up to its code, and to the role it takes on. */
const SOURCES: readonly Source[] = [
  { type: 'AWS::Config::ConfigRule', path: ['Source', 'SourceIdentifier'] },
  { type: 'AWS::Config::OrganizationConfigRule', path: ['OrganizationCustomRuleMetadata', 'LambdaFunctionArn'] },
];
