import { keyNamed } from '#core/model/buckets-and-keys';
import type { StackModel } from '#core/model/stack-model';
import { textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { eventSourceMappings, mappingEvidence, type EventSourceMapping } from '../shared/event-source-mappings';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'lambda-decrypts-table-stream';

export const lambdaDecryptsTableStream = defineRule({
  id,
  family: 'encryption',
  catalogue: ['E-DDB-KMS'],
  title: 'Lambda can decrypt the stream of an encrypted table',
  why: 'The stream of a table under a customer key is decrypted in the name of the execution role; AWSLambdaDynamoDBExecutionRole allows nothing of KMS.',
  fix: 'Allow kms:Decrypt on the key of the table in the execution role, and let the key policy allow the account or the role.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html'],
  needs: (model) => eventSourceMappings(model, 'dynamodb').flatMap((mapping) => keyNeed(mapping, model)),
});

function keyNeed(mapping: EventSourceMapping, model: StackModel): readonly Need[] {
  const setting = at(mapping.sourceResource?.properties, 'SSESpecification', 'KMSMasterKeyId');
  const name = textOfValue(setting);
  const key = name === undefined ? undefined : keyNamed(name, model.lookup);
  if (setting === undefined || key?.arn === undefined) return [];
  const message = `\`${mapping.sourceResource?.logicalId ?? ''}\` is encrypted with key \`${key.logicalId}\``;
  return [
    roleNeed({
      rule: id,
      function: mapping.function,
      by: 'lambda-service',
      action: 'kms:Decrypt',
      resource: resourceRef(key.arn, model, key.logicalId),
      context: new Map([
        ['kms:viaservice', textOf('dynamodb.', model.place.region, '.amazonaws.com')],
        ['kms:calleraccount', model.place.account],
      ]),
      evidence: [mappingEvidence(mapping), { kind: 'wired', message, origin: setting.origin }],
    }),
  ];
}
