import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { KEY_USE, keyNeeds, type Encrypted } from '../shared/key-uses';

const id = 'secret-reader-uses-key';

const ENCRYPTED: Encrypted = {
  rule: id,
  types: ['AWS::SecretsManager::Secret'],
  key: (properties) => at(properties, 'KmsKeyId'),
  uses: { 'secretsmanager:GetSecretValue': KEY_USE.DECRYPT, 'secretsmanager:PutSecretValue': KEY_USE.BOTH },
  context: 'SecretARN',
};

export const secretReaderUsesKey = defineRule({
  id,
  family: 'encryption',
  catalogue: ['A-SECRET-KMS'],
  title: 'Who reads a secret can use its key',
  why: 'Reading a secret under a customer key asks kms:Decrypt in the name of the reader; writing it asks kms:GenerateDataKey as well.',
  fix: 'Allow kms:Decrypt on the key in the role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html'],
  needs: (model) => keyNeeds(ENCRYPTED, model),
});
