import { defineRule } from '../rule';
import { functionInvocations } from '../shared/function-invocations';

const id = 'function-invokes-function-elsewhere';

export const functionInvokesFunctionElsewhere = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-LAMBDA-X'],
  title: 'Function can invoke a function of another account',
  why: 'Across accounts both sides must allow: the policies of the execution role, and the policy of the function that is called.',
  fix: 'Allow lambda:InvokeFunction in the execution role, and give the function a permission whose principal is the calling account or role, without SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
  ],
  needs: (model) =>
    functionInvocations(id, model)
      .filter(({ isElsewhere }) => isElsewhere)
      .map(({ need }) => need),
});
