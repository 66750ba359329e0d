import type { StackModel } from '#core/model/stack-model';
import type { Need } from '../need';
import { mappingEvidence, type EventSourceMapping } from './event-source-mappings';
import { roleNeed } from './role-needs';
import { customerEncryptionOf, encryptedBy, needOfKey, throughService, type Encryptable } from './used-keys';

interface Polled {
  readonly rule: string;
  readonly service: string;
  readonly mapping: EventSourceMapping;
  readonly source: Encryptable;
}

/** What Lambda polls under a customer key it decrypts in the name of the execution role. */
export function decryptsPolled({ rule, service, mapping, source }: Polled, model: StackModel): readonly Need[] {
  const encryption = customerEncryptionOf(source, model);
  if (encryption === undefined) return [];
  const { resource, ...doubt } = needOfKey(encryption.key, model);
  const need = roleNeed({
    rule,
    function: mapping.function,
    by: 'lambda-service',
    action: 'kms:Decrypt',
    resource,
    context: throughService(service, source.arn, model),
    evidence: [mappingEvidence(mapping), encryptedBy('wired', encryption)],
  });
  return [{ ...need, ...doubt }];
}
