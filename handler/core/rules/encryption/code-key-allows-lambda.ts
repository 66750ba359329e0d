import { keyNamed } from '#core/model/buckets-and-keys';
import { at, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { resourceRef } from '../shared/role-needs';

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
      const name = textOfValue(setting);
      const key = name === undefined ? undefined : keyNamed(name, model.lookup);
      if (setting === undefined || key?.arn === undefined) return [];
      const resource = resourceRef(key.arn, model, key.logicalId);
      const message = `the package of \`${each.logicalId}\` is encrypted with key \`${key.logicalId}\``;
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
        resource,
        context: new Map([['kms:encryptioncontext:aws:lambda:functionarn', each.arn]]),
        evidence: [{ kind: 'wired', message, origin: setting.origin }] as const,
        function: each,
      }));
    }),
});
