import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { KEY_USE, keyNeeds, type Encrypted } from '../shared/key-uses';

const id = 'stream-user-uses-key';

const ENCRYPTED: Encrypted = {
  rule: id,
  types: ['AWS::Kinesis::Stream'],
  key: (properties) => at(properties, 'StreamEncryption', 'KeyId'),
  uses: {
    'kinesis:PutRecord': KEY_USE.ENCRYPT,
    'kinesis:PutRecords': KEY_USE.ENCRYPT,
    'kinesis:GetRecords': KEY_USE.DECRYPT,
  },
  context: 'aws:kinesis:arn',
};

export const streamUserUsesKey = defineRule({
  id,
  family: 'encryption',
  catalogue: ['A-KINESIS'],
  title: 'Who uses an encrypted stream can use its key',
  why: 'Writing to a stream under a customer key asks kms:GenerateDataKey, reading it kms:Decrypt, in the name of the producer or consumer.',
  fix: 'Allow kms:GenerateDataKey to producers and kms:Decrypt to consumers on the key, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html'],
  needs: (model) => keyNeeds(ENCRYPTED, model),
});
