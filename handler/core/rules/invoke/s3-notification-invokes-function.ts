import { textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { bucketNotifications } from '../shared/bucket-notifications';
import { serviceInvokes } from '../shared/service-invokes';

const id = 's3-notification-invokes-function';

export const s3NotificationInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-S3', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'S3 can invoke the function it notifies',
  why: 'S3 calls the function as s3.amazonaws.com; only the policy of the function, or of the alias it names, can allow that.',
  fix: 'Add an AWS::Lambda::Permission for s3.amazonaws.com with the bucket as SourceArn and the account as SourceAccount, and let the bucket depend on it.',
  breaks: 'deploy',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html',
  ],
  needs: (model) =>
    bucketNotifications(model, 'function').flatMap(({ source, bucketArn, target }) => {
      const functionName = textOfValue(target);
      if (functionName === undefined) return [];
      const message = `bucket \`${source.logicalId}\` notifies the function`;
      const evidence = { kind: 'wired' as const, message, origin: target.origin };
      const invocation = {
        rule: id,
        service: 's3.amazonaws.com',
        source,
        sourceArn: bucketArn,
        functionName,
        evidence,
      };
      return [serviceInvokes(invocation, model)];
    }),
});
