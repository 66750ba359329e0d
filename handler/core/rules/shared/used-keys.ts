import { arnOf } from '#core/aws/arn';
import type { Resource, StackModel, UsedKey } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { hole, literalOf, NAME_SHAPE, showText, textOf, type Text } from '#core/value/text';
import { textOfValue, type Value } from '#core/value/value';
import type { Evidence, EvidenceKind, Need } from '../need';
import { resourceRef } from './role-needs';

/** What encrypts something, and where that is said. */
export interface Encryption {
  readonly key: UsedKey;
  readonly origin: Origin;
  /** What is encrypted, as messages call it. */
  readonly name: string;
  readonly bucketKey?: boolean;
}

/** The key that a setting names; nothing where there is none, or nobody knows it. */
function keyAt(setting: Value | undefined, model: StackModel): UsedKey | undefined {
  const name = textOfValue(setting);
  return name === undefined ? undefined : model.encryption.keyNamed(name);
}

/** AWS managed keys let the account use them through their service, and need nothing. */
export function customerKeyAt(setting: Value | undefined, model: StackModel): UsedKey | undefined {
  const key = keyAt(setting, model);
  return key?.isAwsManaged === true ? undefined : key;
}

/** Something by its ARN, with the resource where it is of the stack and the property in which that names its key. */
export interface Encryptable {
  readonly arn: Text;
  readonly resource: Resource | undefined;
  readonly setting: (resource: Resource) => Value | undefined;
}

/** What encrypts it, as its template says, or as the account does of what is not of the stack. */
export function encryptionOf({ arn, resource, setting }: Encryptable, model: StackModel): Encryption | undefined {
  if (resource === undefined) {
    const outside = model.encryption.outside(arn);
    return outside === undefined ? undefined : { ...outside, name: showText(arn) };
  }
  const value = setting(resource);
  const key = keyAt(value, model);
  if (value === undefined || key === undefined) return undefined;
  return { key, origin: value.origin, name: resource.logicalId };
}

/** The same, where the key is a customer's. */
export function customerEncryptionOf(thing: Encryptable, model: StackModel): Encryption | undefined {
  const encryption = encryptionOf(thing, model);
  return encryption?.key.isAwsManaged === true ? undefined : encryption;
}

/** The resource of a need for the key, and why what denies it may not be the last word. */
export function needOfKey(key: UsedKey, model: StackModel): Pick<Need, 'resource' | 'mayBeGranted'> {
  const resource = resourceRef(key.arn, model, key.logicalId);
  return key.doubt === undefined ? { resource } : { resource, mayBeGranted: key.doubt };
}

export function encryptedBy(kind: EvidenceKind, { key, origin, name }: Encryption): Evidence {
  return { kind, message: `\`${name}\` is encrypted with key \`${key.name}\``, origin };
}

/** What a service sends KMS along when it calls in the name of a role, from where the resource is. */
export function throughService(service: string, place: Text | undefined, model: StackModel): ReadonlyMap<string, Text> {
  const region = place === undefined ? [] : (arnOf(place).parts[3] ?? []);
  return new Map([
    ['kms:viaservice', viaService(service, region.length === 0 ? model.place.region : region, model)],
    ['kms:calleraccount', model.place.account],
  ]);
}

/** AWS: whether the name ends as endpoints do in partitions that have another ending, such as China, is not documented. */
export function viaService(service: string, region: Text, { place }: StackModel): Text {
  const isUsual = USUAL_PARTITIONS.has(literalOf(place.partition) ?? '');
  const ending = hole('ending of kms:ViaService', { kind: 'context-key', key: 'kms:ViaService' }, NAME_SHAPE);
  return textOf(`${service}.`, region, '.', isUsual ? 'amazonaws.com' : ending);
}
const USUAL_PARTITIONS: ReadonlySet<string> = new Set(['aws', 'aws-us-gov']);
