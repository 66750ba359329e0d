import { arnOf } from '#core/aws/arn';
import { factKey, type Facts } from '#core/facts/facts';
import type { StackPlace } from '#core/intrinsics/resolved-template';
import { literalOf, showText, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { at, entryOf, textOfValue, valueOfJson } from '#core/value/value';
import { aliasNamed, keyNamed } from './buckets-and-keys';
import { mayBeOfStack } from './deployment';
import { accountKey, isAwsAlias } from './key-outside';
import type { RoleOfStack } from './live-role';
import type { EncryptionLookup, EncryptionOutside, UsedKey } from './stack-model';

/** Facts are asked for as rules ask: of what no rule needs to know, nothing is read. */
export function encryptionLookup(stack: RoleOfStack): EncryptionLookup {
  return {
    keyNamed: (name) => keyAsDeployed(name, stack),
    outside: (arn) => encryptionOutside(arn, stack),
  };
}

/** What an alias of the stack stands for is what the template says, whatever it was. */
function keyAsDeployed(name: Text, stack: RoleOfStack): UsedKey | undefined {
  const { lookup, place, facts, deployment } = stack;
  const own = keyNamed(name, lookup);
  if (own !== undefined) return own.arn === undefined ? undefined : ownKey(own.logicalId, own.arn);
  const alias = aliasNamed(name, lookup);
  const key = alias === undefined ? name : textOfValue(at(alias.properties, 'TargetKeyId'));
  const known = key === undefined ? undefined : keyElsewhere(key, place, facts);
  return known === undefined || mayBeOfStack(known.arn, lookup, deployment) ? undefined : known;
}

function ownKey(logicalId: string, arn: Text): UsedKey {
  return { arn, logicalId, name: logicalId, isAwsManaged: false, doubt: undefined };
}

type Place = Pick<StackPlace, 'partition' | 'region' | 'account'>;

function keyElsewhere(name: Text, place: Place, facts: Facts): UsedKey | undefined {
  const known = { logicalId: undefined, name: showText(name) };
  if (isAwsAlias(name)) return { ...known, arn: name, isAwsManaged: true, doubt: undefined };
  const key = accountKey(name, place, facts);
  return key === undefined ? undefined : { ...known, ...key };
}

/** Nothing where the account was not asked, could not say or knows of no key. */
function encryptionOutside(arn: Text, stack: RoleOfStack): EncryptionOutside | undefined {
  const { place, facts } = stack;
  if (stack.lookup.byArn(arn) !== undefined || mayBeOfStack(arn, stack.lookup, stack.deployment)) return undefined;
  const id = factId(arn);
  const fact = id === undefined ? undefined : facts.get(factKey({ kind: 'encryption', id }));
  if (id === undefined || fact?.status !== 'found') return undefined;
  const origin = { kind: 'fact', fact: `encryption of \`${id}\`` } as const;
  const read = valueOfJson(fact.value, origin);
  const name = textOfValue(entryOf(read, 'key'));
  const key = name === undefined ? undefined : keyAt(name, placeOf(arn, place), stack);
  if (name === undefined || key === undefined) return undefined;
  const bucketKey = literalOf(textOfValue(entryOf(read, 'bucketKey')) ?? []) === 'true';
  return { key: { ...key, doubt: key.doubt ?? doubtOf(arn, name) }, bucketKey, origin };
}

function keyAt(name: Text, place: Place, stack: RoleOfStack): UsedKey | undefined {
  const isHere =
    showText(place.region) === showText(stack.place.region) &&
    showText(place.account) === showText(stack.place.account);
  return isHere ? keyAsDeployed(name, stack) : keyElsewhere(name, place, stack.facts);
}

/** Ids and aliases are those of the place where the resource is. */
function placeOf(arn: Text, place: StackPlace): Place {
  const [, , , region = [], account = []] = arnOf(arn).parts;
  return region.length === 0 || account.length === 0 ? place : { partition: place.partition, region, account };
}

/** AWS: the ARN of a bucket does not tell its region, and the same alias may be that of another key in each. */
function doubtOf(arn: Text, name: Text): UnknownReason | undefined {
  const isSure = !showText(arn).includes(':s3:') || showText(name).startsWith('arn:');
  return isSure ? undefined : { kind: 'account-state-not-read', fact: `the region of \`${showText(arn)}\`` };
}

/** AWS: a secret is found without the six random characters at the end of its ARN, too. */
function factId(arn: Text): string | undefined {
  const [known, unknown, ...more] = arn;
  const isPartial = typeof known === 'string' && /:secret:.+-$/.test(known) && unknown !== undefined;
  const id = isPartial && more.length === 0 ? known.slice(0, -1) : literalOf(arn);
  return id?.startsWith('arn:') === true && !/[*?]/.test(id) ? id : undefined;
}
