import type { Resource, StackModel } from '#core/model/stack-model';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { urlIn, urlNeeds } from '../shared/function-urls';

const id = 'distribution-calls-function-url';

export const distributionCallsFunctionUrl = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-URL-OAC', 'L-URL'],
  title: 'CloudFront can call the function URL behind an origin',
  why: 'With origin access control CloudFront signs as cloudfront.amazonaws.com with the distribution as SourceArn; the policy of the function must allow it lambda:InvokeFunctionUrl and lambda:InvokeFunction, else each request is answered with 403.',
  fix: 'Add two AWS::Lambda::Permission for cloudfront.amazonaws.com with the ARN of the distribution as SourceArn: lambda:InvokeFunctionUrl, and lambda:InvokeFunction with InvokedViaFunctionUrl true.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html',
  ],
  needs: (model) =>
    model.lookup
      .ofType('AWS::CloudFront::Distribution')
      .flatMap((source) =>
        itemsOf(at(source.properties, 'DistributionConfig', 'Origins')).flatMap((origin) =>
          originNeeds(source, origin, model),
        ),
      ),
});

/** A URL that anyone may call takes no permission for CloudFront. */
function originNeeds(source: Resource, origin: Value, model: StackModel): readonly Need[] {
  const domain = at(origin, 'DomainName');
  const text = textOfValue(domain);
  const access = textOfValue(at(origin, 'OriginAccessControlId'));
  if (domain === undefined || text === undefined || access === undefined || access.length === 0) return [];
  const url = urlIn(text, model);
  if (url?.authType !== 'AWS_IAM') return [];
  const message = `an origin of \`${source.logicalId}\` is the URL \`${url.resource.logicalId}\``;
  const principal = {
    kind: 'service' as const,
    service: 'cloudfront.amazonaws.com',
    sourceArn: source.arn,
    sourceAccount: model.place.account,
    logicalId: source.logicalId,
  };
  return urlNeeds({ rule: id, principal, evidence: { kind: 'wired', message, origin: domain.origin } }, url, model);
}
