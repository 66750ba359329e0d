import type { Resource, StackModel } from '#core/model/stack-model';
import { splitText } from '#core/value/text';
import { at } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { eventSourceMappings, type EventSourceMapping } from '../shared/event-source-mappings';
import { decryptsPolled } from '../shared/polled-keys';

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
  const [table = mapping.source] = splitText(mapping.source, '/stream/');
  const source = {
    arn: table,
    resource: mapping.sourceResource,
    setting: ({ properties }: Resource) => at(properties, 'SSESpecification', 'KMSMasterKeyId'),
  };
  return decryptsPolled({ rule: id, service: 'dynamodb', mapping, source }, model);
}
