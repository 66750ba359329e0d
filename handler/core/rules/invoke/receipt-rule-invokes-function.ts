import type { Resource, StackModel } from '#core/model/stack-model';
import { textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'receipt-rule-invokes-function';

export const receiptRuleInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-SES', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'SES can invoke the function of a receipt rule',
  why: 'SES calls the function as ses.amazonaws.com with the receipt rule as SourceArn, and tries the permission when the rule is created.',
  fix: 'Add an AWS::Lambda::Permission for ses.amazonaws.com with the account as SourceAccount, and let the receipt rule depend on it.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::SES::ReceiptRule').flatMap((source) =>
      itemsOf(at(source.properties, 'Rule', 'Actions')).flatMap((action) =>
        serviceInvokesTarget(
          {
            rule: id,
            service: 'ses.amazonaws.com',
            source,
            sourceArn: ruleArn(source, model),
            target: at(action, 'LambdaAction', 'FunctionArn'),
            words: 'hands mail to the function',
          },
          model,
        ),
      ),
    ),
});

/** Undefined where the template does not name rule and rule set. */
function ruleArn({ properties }: Resource, { place }: StackModel): Text | undefined {
  const set = textOfValue(at(properties, 'RuleSetName'));
  const name = textOfValue(at(properties, 'Rule', 'Name'));
  if (set === undefined || name === undefined) return undefined;
  const { partition, region, account } = place;
  const rule = textOf('receipt-rule-set/', set, ':receipt-rule/', name);
  return textOf('arn:', partition, ':ses:', region, ':', account, ':', rule);
}
