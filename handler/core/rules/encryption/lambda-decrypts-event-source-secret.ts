import { keyNamed } from '#core/model/buckets-and-keys';
import { textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { secretMappings, secretNeed, sourceSecrets } from '../shared/broker-sources';
import { resourceOf } from '../shared/role-calls';

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
        const secret = model.lookup.byArn(access.uri);
        const name = textOfValue(at(secret?.properties, 'KmsKeyId'));
        const key = name === undefined ? undefined : keyNamed(name, model.lookup);
        if (key?.arn === undefined) return [];
        const context = new Map([
          ['kms:viaservice', textOf('secretsmanager.', model.place.region, '.amazonaws.com')],
          ['kms:calleraccount', model.place.account],
        ]);
        return [
          secretNeed(id, { mapping, access, action: 'kms:Decrypt', resource: resourceOf(key.arn, model) }, context),
        ];
      }),
    ),
});
