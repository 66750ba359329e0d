import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { customerKeyAt, needOfKey } from '../shared/used-keys';

const id = 'code-key-allows-lambda';

export const codeKeyAllowsLambda = defineRule({
  id,
  family: 'encryption',
  catalogue: ['F-ZIPKMS'],
  title: 'The key of the deployment package lets Lambda use it',
  why: 'Lambda makes no grant for this key: it encrypts and decrypts the package as lambda.amazonaws.com, and the key policy must name that service.',
  fix: 'Let the key policy allow kms:GenerateDataKey and kms:Decrypt to lambda.amazonaws.com.',
  breaks: 'deploy',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/encrypt-zip-package.html'],
  needs: (model) =>
    model.functions.flatMap((each) => {
      const setting = at(each.resource.properties, 'Code', 'SourceKMSKeyArn');
      const key = customerKeyAt(setting, model);
      if (setting === undefined || key === undefined) return [];
      const message = `the package of \`${each.logicalId}\` is encrypted with key \`${key.name}\``;
      return ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({
        rule: id,
        principal: {
          kind: 'service' as const,
          service: 'lambda.amazonaws.com',
          sourceArn: undefined,
          sourceAccount: undefined,
          logicalId: each.logicalId,
        },
        action,
        ...needOfKey(key, model),
        context: new Map([['kms:encryptioncontext:aws:lambda:functionarn', each.arn]]),
        evidence: [{ kind: 'wired', message, origin: setting.origin }] as const,
        function: each,
      }));
    }),
});
