import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { TABLE } from '../shared/data-accesses';
import { KEY_USE, keyNeeds, type Encrypted } from '../shared/key-uses';

const id = 'table-user-uses-key';

const ENCRYPTED: Encrypted = {
  rule: id,
  types: ['AWS::DynamoDB::Table'],
  key: (properties) => at(properties, 'SSESpecification', 'KMSMasterKeyId'),
  uses: Object.fromEntries(TABLE.asked.map((action) => [action, KEY_USE.DECRYPT])),
  atMost: 'warn',
};

export const tableUserUsesKey = defineRule({
  id,
  family: 'encryption',
  catalogue: ['A-DDB-KMS'],
  title: 'Who uses an encrypted table can use its key',
  why: 'DynamoDB decrypts the key of a table in the name of the caller, so whoever uses a table under a customer key must be allowed kms:Decrypt on it.',
  fix: 'Allow kms:Decrypt on the key in the role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html',
  ],
  needs: (model) => keyNeeds(ENCRYPTED, model),
});
