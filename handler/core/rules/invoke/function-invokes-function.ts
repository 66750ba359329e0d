import { defineRule } from '../rule';
import { functionInvocations } from '../shared/function-invocations';

const id = 'function-invokes-function';

export const functionInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-LAMBDA', 'L-QUALIFIER'],
  title: 'Function can invoke the function it calls',
  why: 'A call from function code is signed by the execution role, so its policies must allow lambda:InvokeFunction on exactly the ARN that is called, alias or version included.',
  fix: 'Allow lambda:InvokeFunction on the function that is called, and on the alias where one is called.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-permissions.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html',
  ],
  needs: (model) =>
    functionInvocations(id, model)
      .filter(({ isElsewhere }) => !isElsewhere)
      .map(({ need }) => need),
});
