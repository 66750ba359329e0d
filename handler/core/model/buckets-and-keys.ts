import type { Facts } from '#core/facts/facts';
import type { StackPlace } from '#core/intrinsics/resolved-template';
import { parsePolicy } from '#core/policy/parse-policy';
import type { Origin } from '#core/value/origin';
import { literalOf, showText, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type MapValue, type Value } from '#core/value/value';
import { keyOutside, type KeyOutside } from './key-outside';
import { EMPTY_POLICY_SET, policySetOf } from './policy-sets';
import type { Bucket, BucketEncryption, Key, PolicySet, Resource, ResourceLookup } from './stack-model';

interface Surroundings {
  readonly policies: ReadonlyMap<string, PolicySet>;
  readonly place: StackPlace;
  readonly facts: Facts;
}

export function bucketsOf(lookup: ResourceLookup, { policies, place, facts }: Surroundings): readonly Bucket[] {
  const findKey: FindKey = (name) =>
    keyNamed(textOfValue(name) ?? [], lookup) === undefined ? keyOutside(name, place, facts) : undefined;
  return lookup.ofType('AWS::S3::Bucket').map((resource) => ({
    resource,
    name: resource.ref,
    arn: resource.arn ?? resource.ref,
    policy: policies.get(resource.logicalId) ?? EMPTY_POLICY_SET,
    encryption: encryptionOf(resource.properties, findKey),
  }));
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-serversideencryptionbydefault.html */
function encryptionOf(properties: MapValue, findKey: FindKey): BucketEncryption {
  const encryption = at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration');
  if (encryption?.kind === 'unknown') return { kind: 'unknown', reason: encryption.reason };
  const [rule] = itemsOf(encryption);
  if (rule === undefined) return { kind: 'none-or-s3' };
  if (rule.kind === 'unknown') return { kind: 'unknown', reason: rule.reason };
  const algorithm = textOfValue(at(rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm'));
  const hole = algorithm?.find((part) => typeof part !== 'string');
  if (typeof hole === 'object') return { kind: 'unknown', reason: hole.reason };
  if (algorithm === undefined || !(literalOf(algorithm) ?? '').startsWith('aws:kms')) return { kind: 'none-or-s3' };
  return kmsEncryption(rule, findKey);
}

type FindKey = (name: Value) => KeyOutside | undefined;

function kmsEncryption(rule: Value, findKey: FindKey): BucketEncryption {
  const key = at(rule, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID');
  const name = textOfValue(key);
  if (key === undefined || name === undefined || showText(name).endsWith('alias/aws/s3'))
    return { kind: 'aws-managed-key' };
  const outside = findKey(key);
  if (outside?.isAwsManaged === true) return { kind: 'aws-managed-key' };
  return { kind: 'key', key: outside?.arn ?? key, bucketKey: bucketKeyOf(at(rule, 'BucketKeyEnabled')) };
}

function bucketKeyOf(value: Value | undefined): boolean | Extract<Value, { kind: 'unknown' }>['reason'] {
  if (value?.kind === 'unknown') return value.reason;
  const text = textOfValue(value) ?? [];
  const hole = text.find((part) => typeof part !== 'string');
  return typeof hole === 'object' ? hole.reason : literalOf(text)?.toLowerCase() === 'true';
}

export function keysOf(lookup: ResourceLookup, place: StackPlace): readonly Key[] {
  return lookup.ofType('AWS::KMS::Key').map((resource) => ({
    logicalId: resource.logicalId,
    arn: resource.arn ?? resource.ref,
    policy: keyPolicyOf(resource, place),
  }));
}

function keyPolicyOf(resource: Resource, place: StackPlace): PolicySet {
  const written = at(resource.properties, 'KeyPolicy');
  if (written !== undefined) return policySetOf(written, `key policy of \`${resource.logicalId}\``);
  return {
    policies: [parsePolicy(defaultKeyPolicy(place), `default key policy of \`${resource.logicalId}\``)],
    unknowns: [],
  };
}

/**
 * AWS: a key without a key policy gets one that lets the account's own policies decide.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function defaultKeyPolicy(place: StackPlace): Value {
  const origin: Origin = {
    kind: 'aws-default',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
  };
  const text = (...parts: readonly (string | Text)[]): Value => ({ kind: 'text', text: textOf(...parts), origin });
  const map = (entries: Readonly<Record<string, Value>>): Value => ({
    kind: 'map',
    entries: new Map(Object.entries(entries)),
    origin,
  });
  return map({
    Version: text('2012-10-17'),
    Statement: map({
      Effect: text('Allow'),
      Principal: map({ AWS: text('arn:', place.partition, ':iam::', place.account, ':root') }),
      Action: text('kms:*'),
      Resource: text('*'),
    }),
  });
}

/** Finds a key of the stack by id, ARN or alias, as encryption settings may name it. */
export function keyNamed(given: Text, lookup: ResourceLookup): Resource | undefined {
  const own = lookup.byArn(given) ?? lookup.byRef(given, 'AWS::KMS::Key');
  if (own?.type === 'AWS::KMS::Key') return own;
  const target = textOfValue(at(aliasNamed(given, lookup)?.properties, 'TargetKeyId'));
  return target === undefined ? undefined : (lookup.byArn(target) ?? lookup.byRef(target, 'AWS::KMS::Key'));
}

/** An alias of the stack by its name or ARN. */
export function aliasNamed(given: Text, lookup: ResourceLookup): Resource | undefined {
  const shown = showText(given);
  return lookup.ofType('AWS::KMS::Alias').find((each) => {
    const name = showText(each.ref);
    return (
      shown === name || (shown.startsWith('arn:') && [`:${name}`, `:key/${name}`].some((end) => shown.endsWith(end)))
    );
  });
}
