import { keyNamed } from '#core/model/buckets-and-keys';
import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, splitText, textOf, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Evidence, Need, PrincipalRef } from '../need';
import type { Handover } from './handovers';
import { resourceOf } from './role-calls';
import { resourceRef } from './role-needs';

interface Encryption {
  /** The property that names the key. */
  readonly key: (resource: Resource, model: StackModel) => Value | undefined;
  /** What whoever writes must be allowed. */
  readonly writing: readonly string[];
}

const MESSAGES: Encryption = {
  key: ({ properties }) => at(properties, 'KmsMasterKeyId'),
  writing: ['kms:GenerateDataKey', 'kms:Decrypt'],
};
const RECORDS: Encryption = {
  key: ({ properties }) => at(properties, 'StreamEncryption', 'KeyId'),
  writing: ['kms:GenerateDataKey'],
};
const OBJECTS: Encryption = { key: bucketKey, writing: ['kms:GenerateDataKey'] };
const ENCRYPTIONS: ReadonlyMap<string, Encryption> = new Map<string, Encryption>([
  ['sqs', MESSAGES],
  ['sns', MESSAGES],
  ['kinesis', RECORDS],
  ['s3', OBJECTS],
]);

function bucketKey(resource: Resource, model: StackModel): Value | undefined {
  const encryption = model.buckets.find((bucket) => bucket.resource === resource)?.encryption;
  return encryption?.kind === 'key' ? encryption.key : undefined;
}

/** Something that is encrypted with a key of the stack. */
interface Encrypted {
  readonly service: string;
  readonly resource: Resource;
  readonly key: Resource & { readonly arn: Text };
  readonly setting: Value;
  readonly writing: readonly string[];
}

/** A key that the stack does not make may be an AWS managed one, which needs nothing: only keys of the stack are asked about. */
function encrypted(arn: Text, model: StackModel): Encrypted | undefined {
  const service = literalOf(splitText(arn, ':')[2] ?? []) ?? '';
  const encryption = ENCRYPTIONS.get(service);
  const { logicalId } = resourceOf(arn, model);
  const resource = logicalId === undefined ? undefined : model.lookup.all.get(logicalId);
  const setting = resource === undefined ? undefined : encryption?.key(resource, model);
  const name = textOfValue(setting);
  const key = name === undefined ? undefined : keyNamed(name, model.lookup);
  if (encryption === undefined || resource === undefined || setting === undefined || key?.arn === undefined)
    return undefined;
  return { service, resource, key: { ...key, arn: key.arn }, setting, writing: encryption.writing };
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
  const message = `\`${target.resource.logicalId}\` is encrypted with key \`${target.key.logicalId}\``;
  const evidence: Evidence = { kind: 'wired', message, origin: target.setting.origin };
  return {
    rule,
    principal,
    action,
    resource: resourceRef(target.key.arn, model, target.key.logicalId),
    context: new Map([
      ['kms:viaservice', textOf(`${target.service}.`, model.place.region, '.amazonaws.com')],
      ['kms:calleraccount', model.place.account],
    ]),
    evidence: [handover.evidence, evidence],
    function: sender,
  };
}
