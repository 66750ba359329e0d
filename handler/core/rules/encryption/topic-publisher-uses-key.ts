import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { KEY_USE, keyNeeds, type Encrypted } from '../shared/key-uses';

const id = 'topic-publisher-uses-key';

const ENCRYPTED: Encrypted = {
  rule: id,
  types: ['AWS::SNS::Topic'],
  key: (properties) => at(properties, 'KmsMasterKeyId'),
  uses: { 'sns:Publish': KEY_USE.BOTH },
  context: 'aws:sns:topicArn',
};

export const topicPublisherUsesKey = defineRule({
  id,
  family: 'encryption',
  catalogue: ['A-SNS-KMS'],
  title: 'Who publishes to an encrypted topic can use its key',
  why: 'Publishing to a topic under a customer key asks kms:GenerateDataKey and kms:Decrypt in the name of the publisher.',
  fix: 'Allow kms:GenerateDataKey and kms:Decrypt on the key in the role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html'],
  needs: (model) => keyNeeds(ENCRYPTED, model),
});
