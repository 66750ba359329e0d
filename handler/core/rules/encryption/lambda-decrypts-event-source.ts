import { keyNamed } from '#core/model/buckets-and-keys';
import type { StackModel } from '#core/model/stack-model';
import { showText, textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { eventSourceMappings, mappingEvidence, type EventSourceMapping } from '../shared/event-source-mappings';
import { resourceRef, roleNeed } from '../shared/role-needs';

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

/** A key that the stack does not make may be an AWS managed one, which needs nothing: only keys of the stack are asked about. */
function keyNeed(mapping: EventSourceMapping, { service, key }: EncryptedSource, model: StackModel): readonly Need[] {
  const setting = at(mapping.sourceResource?.properties, ...key);
  const name = textOfValue(setting);
  const own = name === undefined ? undefined : keyNamed(name, model.lookup);
  if (setting === undefined || own?.arn === undefined) return [];
  const message = `\`${mapping.sourceResource?.logicalId ?? showText(mapping.source)}\` is encrypted with key \`${own.logicalId}\``;
  return [
    roleNeed({
      rule: id,
      function: mapping.function,
      by: 'lambda-service',
      action: 'kms:Decrypt',
      resource: resourceRef(own.arn, model, own.logicalId),
      context: new Map([
        ['kms:viaservice', textOf(`${service}.`, model.place.region, '.amazonaws.com')],
        ['kms:calleraccount', model.place.account],
      ]),
      evidence: [mappingEvidence(mapping), { kind: 'wired', message, origin: setting.origin }],
    }),
  ];
}
