import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, splitText, type Text } from '#core/value/text';
import { at, type Value } from '#core/value/value';
import type { Need, PrincipalRef } from '../need';
import type { Handover } from './handovers';
import { customerEncryptionOf, encryptedBy, needOfKey, throughService, type Encryption } from './used-keys';

interface Service {
  /** The property that names the key. */
  readonly key: (resource: Resource, model: StackModel) => Value | undefined;
  /** What whoever writes must be allowed. */
  readonly writing: readonly string[];
}

const MESSAGES: Service = {
  key: ({ properties }) => at(properties, 'KmsMasterKeyId'),
  writing: ['kms:GenerateDataKey', 'kms:Decrypt'],
};
const RECORDS: Service = {
  key: ({ properties }) => at(properties, 'StreamEncryption', 'KeyId'),
  writing: ['kms:GenerateDataKey'],
};
const OBJECTS: Service = { key: bucketKey, writing: ['kms:GenerateDataKey'] };
const SERVICES: ReadonlyMap<string, Service> = new Map([
  ['sqs', MESSAGES],
  ['sns', MESSAGES],
  ['kinesis', RECORDS],
  ['s3', OBJECTS],
]);

function bucketKey(resource: Resource, model: StackModel): Value | undefined {
  const encryption = model.buckets.find((bucket) => bucket.resource === resource)?.encryption;
  return encryption?.kind === 'key' ? encryption.key : undefined;
}

/** Something that is encrypted with a customer key. */
interface Encrypted {
  readonly service: string;
  /** Of an object its bucket. */
  readonly arn: Text;
  readonly encryption: Encryption;
  readonly writing: readonly string[];
}

/** An AWS managed key needs nothing, and so does what nobody knows the key of. */
function encrypted(target: Text, model: StackModel): Encrypted | undefined {
  const name = literalOf(splitText(target, ':')[2] ?? []) ?? '';
  const service = SERVICES.get(name);
  if (service === undefined) return undefined;
  const [bucket = target] = showText(target).includes(':s3:::') ? splitText(target, '/') : [target];
  const encryption = customerEncryptionOf(
    { arn: bucket, resource: model.lookup.byArn(bucket), setting: (resource) => service.key(resource, model) },
    model,
  );
  return encryption === undefined ? undefined : { service: name, arn: bucket, encryption, writing: service.writing };
}

/** What the key of a target takes of whoever hands something over. */
export function keyNeeds(rule: string, handover: Handover, model: StackModel): readonly Need[] {
  const target = encrypted(handover.target, model);
  return target === undefined ? [] : target.writing.map((action) => keyNeed({ rule, action, handover, target }, model));
}

/** What the key of a source takes of whoever reads it. */
export function decryptingNeeds(rule: string, handover: Handover, model: StackModel): readonly Need[] {
  const target = encrypted(handover.target, model);
  return target === undefined ? [] : [keyNeed({ rule, action: 'kms:Decrypt', handover, target }, model)];
}

interface KeyUse {
  readonly rule: string;
  readonly action: string;
  readonly handover: Handover;
  readonly target: Encrypted;
}

function keyNeed({ rule, action, handover, target }: KeyUse, model: StackModel): Need {
  const { role, by, sender } = handover;
  const principal: PrincipalRef = { kind: 'role', role, by };
  return {
    rule,
    principal,
    action,
    ...needOfKey(target.encryption.key, model),
    context: throughService(target.service, target.arn, model),
    evidence: [handover.evidence, encryptedBy('wired', target.encryption)],
    function: sender,
  };
}
