import type { StackModel } from '#core/model/stack-model';
import { at } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import {
  eventSourceMappings,
  mappingEvidence,
  streamOf,
  type EventSourceMapping,
} from '../shared/event-source-mappings';
import { roleNeed } from '../shared/role-needs';
import { customerEncryptionOf, encryptedBy, needOfKey, throughService } from '../shared/used-keys';

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
  const encryption = customerEncryptionOf(
    { arn, resource: mapping.sourceResource, setting: ({ properties }) => at(properties, ...key) },
    model,
  );
  if (encryption === undefined) return [];
  const { resource, ...doubt } = needOfKey(encryption.key, model);
  const need = roleNeed({
    rule: id,
    function: mapping.function,
    by: 'lambda-service',
    action: 'kms:Decrypt',
    resource,
    context: throughService(service, arn, model),
    evidence: [mappingEvidence(mapping), encryptedBy('wired', encryption)],
  });
  return [{ ...need, ...doubt }];
}
