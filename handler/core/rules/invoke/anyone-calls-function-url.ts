import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { functionUrls, urlNeeds } from '../shared/function-urls';

const id = 'anyone-calls-function-url';

export const anyoneCallsFunctionUrl = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-URL', 'L-QUALIFIER'],
  title: 'Function URL without authorization can be called',
  why: 'AuthType NONE leaves the decision to the policy of the function: without a permission for everyone each call is answered with 403. Calls take lambda:InvokeFunctionUrl and lambda:InvokeFunction, on the alias where the URL is an alias’s.',
  fix: "Add two AWS::Lambda::Permission for principal '*': lambda:InvokeFunctionUrl with FunctionUrlAuthType NONE, and lambda:InvokeFunction with InvokedViaFunctionUrl true.",
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'],
  // With AWS_IAM the callers are outside of the template, but for those that a template connects otherwise.
  needs: (model) =>
    functionUrls(model)
      .filter(({ authType }) => authType === 'NONE')
      .flatMap((url) => {
        const message = `\`${url.resource.logicalId}\` is a URL without authorization`;
        const origin = at(url.resource.properties, 'AuthType')?.origin ?? url.resource.origin;
        return urlNeeds(
          { rule: id, principal: { kind: 'anyone' }, evidence: { kind: 'wired', message, origin } },
          url,
          model,
        );
      }),
});
