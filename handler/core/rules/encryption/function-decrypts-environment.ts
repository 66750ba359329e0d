import { keyNamed } from '#core/model/buckets-and-keys';
import { at, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';
import { viaService } from '../shared/used-keys';

const id = 'function-decrypts-environment';

export const functionDecryptsEnvironment = defineRule({
  id,
  family: 'encryption',
  catalogue: ['F-ENVKMS'],
  title: 'Environment variables under a customer key can be decrypted',
  why: 'Whoever deploys the function makes a grant of the key for the execution role, so the role itself need not be allowed; a deny that covers kms:Decrypt stops the function all the same.',
  fix: 'Take the deny away; a grant that was lost is replaced by allowing kms:Decrypt on the key in the execution role.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html'],
  needs: (model) =>
    model.functions.flatMap((each) => {
      const setting = at(each.resource.properties, 'KmsKeyArn');
      const name = textOfValue(setting);
      const key = name === undefined ? undefined : keyNamed(name, model.lookup);
      if (setting === undefined || key?.arn === undefined || each.environment.size === 0) return [];
      const message = `the environment of \`${each.logicalId}\` is encrypted with key \`${key.logicalId}\``;
      const need = roleNeed({
        rule: id,
        function: each,
        by: 'lambda-service',
        action: 'kms:Decrypt',
        resource: resourceRef(key.arn, model, key.logicalId),
        context: new Map([['kms:viaservice', viaService('lambda', model.place.region, model)]]),
        evidence: [{ kind: 'wired', message, origin: setting.origin }],
      });
      return [{ ...need, mayBeGranted: { kind: 'kms-grant', key: key.logicalId } }];
    }),
});
