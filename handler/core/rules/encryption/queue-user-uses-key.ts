import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { KEY_USE, keyNeeds, type Encrypted } from '../shared/key-uses';

const id = 'queue-user-uses-key';

const ENCRYPTED: Encrypted = {
  rule: id,
  types: ['AWS::SQS::Queue'],
  key: (properties) => at(properties, 'KmsMasterKeyId'),
  uses: { 'sqs:SendMessage': KEY_USE.BOTH, 'sqs:ReceiveMessage': KEY_USE.DECRYPT },
  context: 'aws:sqs:arn',
};

export const queueUserUsesKey = defineRule({
  id,
  family: 'encryption',
  catalogue: ['A-SQS-KMS'],
  title: 'Who uses an encrypted queue can use its key',
  why: 'Sending to a queue under a customer key asks kms:GenerateDataKey and kms:Decrypt, receiving from it kms:Decrypt, in the name of whoever calls SQS.',
  fix: 'Allow kms:GenerateDataKey and kms:Decrypt on the key in the role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html'],
  needs: (model) => keyNeeds(ENCRYPTED, model),
});
