import type { Resource, StackModel } from '#core/model/stack-model';
import { at } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { eventSourceMappings, streamOf, type EventSourceMapping } from '../shared/event-source-mappings';
import { decryptsPolled } from '../shared/polled-keys';

const id = 'lambda-decrypts-event-source';

interface EncryptedSource {
  readonly service: string;
  readonly key: readonly string[];
}
const SOURCES: readonly EncryptedSource[] = [
  { service: 'sqs', key: ['KmsMasterKeyId'] },
  { service: 'kinesis', key: ['StreamEncryption', 'KeyId'] },
];

export const lambdaDecryptsEventSource = defineRule({
  id,
  family: 'encryption',
  catalogue: ['E-SQS-KMS', 'E-KINESIS-KMS'],
  title: 'Lambda can decrypt what it polls',
  why: 'Messages and records under a customer key are decrypted in the name of the execution role, so the role and the key policy must both allow kms:Decrypt.',
  fix: 'Allow kms:Decrypt on the key in the execution role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
    'https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html',
  ],
  needs: (model) =>
    SOURCES.flatMap((source) =>
      eventSourceMappings(model, source.service).flatMap((mapping) => keyNeed(mapping, source, model)),
    ),
});

function keyNeed(mapping: EventSourceMapping, { service, key }: EncryptedSource, model: StackModel): readonly Need[] {
  const arn = streamOf(mapping.source, model);
  const source = {
    arn,
    resource: mapping.sourceResource,
    setting: ({ properties }: Resource) => at(properties, ...key),
  };
  return decryptsPolled({ rule: id, service, mapping, source }, model);
}
