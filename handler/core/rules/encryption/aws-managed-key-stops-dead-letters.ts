import { defineFaultRule } from '../rule';
import { deliveriesToAwsKeys } from '../shared/deliveries';
import { ruleDeadLetters, topicDeadLetters } from '../shared/delivery-sources';

const id = 'aws-managed-key-stops-dead-letters';

export const awsManagedKeyStopsDeadLetters = defineFaultRule({
  id,
  family: 'encryption',
  catalogue: ['M-SNS-DLQ', 'M-EB-SQS-CMK'],
  title: 'A service cannot write to a dead-letter queue encrypted with an AWS managed key',
  why: 'The key policy of alias/aws/sqs cannot be edited and lets no other service encrypt, so that SNS and EventBridge lose what they could not deliver.',
  fix: 'Encrypt with a customer managed key whose policy allows the service kms:GenerateDataKey and kms:Decrypt, or with SqsManagedSseEnabled.',
  breaks: 'run',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  ],
  faults: (model) =>
    [topicDeadLetters, ruleDeadLetters].flatMap((deliveries) => deliveriesToAwsKeys(id, deliveries(model), model)),
});
