import { at } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { secretMappings, secretNeed, sourceSecrets } from '../shared/broker-sources';
import { customerEncryptionOf, encryptedBy, needOfKey, throughService } from '../shared/used-keys';

const id = 'lambda-decrypts-event-source-secret';

export const lambdaDecryptsEventSourceSecret = defineRule({
  id,
  family: 'encryption',
  catalogue: ['E-MSK', 'E-KAFKA', 'E-MQ', 'E-DOCDB'],
  title: 'Lambda can decrypt the secret it signs in to the event source with',
  why: 'A secret under a customer key is decrypted in the name of the execution role, so the role and the key policy must both allow kms:Decrypt.',
  fix: 'Allow kms:Decrypt on the key in the execution role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html'],
  needs: (model) =>
    secretMappings(model).flatMap((mapping) =>
      sourceSecrets(mapping).flatMap((access) => {
        const encryption = customerEncryptionOf(
          {
            arn: access.uri,
            resource: model.lookup.byArn(access.uri),
            setting: ({ properties }) => at(properties, 'KmsKeyId'),
          },
          model,
        );
        if (encryption === undefined) return [];
        const { resource, ...doubt } = needOfKey(encryption.key, model);
        const context = throughService('secretsmanager', access.uri, model);
        const need = secretNeed(id, { mapping, access, action: 'kms:Decrypt', resource }, context);
        const message = `\`${mapping.resource.logicalId}\` signs in with \`${encryption.name}\``;
        const evidence: Need['evidence'] = [{ ...need.evidence[0], message }, encryptedBy('wired', encryption)];
        return [{ ...need, ...doubt, evidence }];
      }),
    ),
});
