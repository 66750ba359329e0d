import { factKey, type Fact, type Facts } from '#core/facts/facts';
import type { StackPlace } from '#core/intrinsics/resolved-template';
import { hole, literalOf, NAME_SHAPE, textOf, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { entryOf, textOfValue, valueOfJson, type Value } from '#core/value/value';

/** A key that the stack does not make, as the account knows it by the alias, id or ARN that is given. */
export interface KeyOutside {
  readonly arn: Value;
  readonly isAwsManaged: boolean;
}

type Place = Pick<StackPlace, 'partition' | 'region' | 'account'>;

/** By an alias or an id; nothing where the name is not known, or the account was not asked or has no such key. */
export function keyOutside(name: Value, place: Place, facts: Facts): KeyOutside | undefined {
  const id = factId(textOfValue(name) ?? [], place);
  const fact = id === undefined || KEY_ARN.test(id.given) ? undefined : factOf(id, facts);
  if (id === undefined || fact?.status !== 'found') return undefined;
  const { arn, isAwsManaged } = keyIn(fact, id);
  return arn === undefined ? undefined : { arn: { kind: 'text', text: arn, origin: name.origin }, isAwsManaged };
}

/** What the account says of a key that something is encrypted with. */
export interface AccountKey {
  readonly arn: Text;
  readonly isAwsManaged: boolean;
  /** Why nothing is sure of it, where it could not be read. */
  readonly doubt: UnknownReason | undefined;
}

/** By its ARN, too; nothing where the account was not asked, or has no such key. */
export function accountKey(name: Text, place: Place, facts: Facts): AccountKey | undefined {
  const id = factId(name, place);
  const fact = id === undefined ? undefined : factOf(id, facts);
  if (id === undefined || fact === undefined || fact.status === 'absent') return undefined;
  if (fact.status === 'found') {
    const { arn, isAwsManaged } = keyIn(fact, id);
    const notSaid: UnknownReason = { kind: 'account-state-not-read', fact: `the ARN of key \`${id.given}\`` };
    return { arn: arn ?? arnGiven(id, notSaid), isAwsManaged, doubt: undefined };
  }
  const doubt: UnknownReason = {
    kind: 'account-state-unreadable',
    fact: `key \`${id.given}\``,
    detail: fact.reason,
  };
  return { arn: arnGiven(id, doubt), isAwsManaged: false, doubt };
}

/** What keys of AWS are called wherever one is named. */
export function isAwsAlias(name: Text): boolean {
  return /(^|:)alias\/aws\//.test(literalOf(name) ?? '');
}

interface KeyId {
  readonly given: string;
  /** What the fact is asked by: an ARN, of the key or of the alias. */
  readonly asked: string;
}

function factOf({ asked }: KeyId, facts: Facts): Fact | undefined {
  return facts.get(factKey({ kind: 'key', id: asked }));
}

function keyIn({ value }: Extract<Fact, { status: 'found' }>, { given }: KeyId) {
  const read = valueOfJson(value, { kind: 'fact', fact: `key \`${given}\`` });
  const isAwsManaged = literalOf(textOfValue(entryOf(read, 'manager')) ?? []) === 'AWS';
  return { arn: textOfValue(entryOf(read, 'arn')), isAwsManaged };
}

/** The ARN of a key behind an alias is open as far as its id goes. */
function arnGiven({ given, asked }: KeyId, why: UnknownReason): Text {
  const [place = ''] = asked.split(':alias/');
  return KEY_ARN.test(asked) ? textOf(asked) : textOf(`${place}:key/`, hole(`key id of ${given}`, why, NAME_SHAPE));
}

const ALIAS = /^(?:arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:)?alias\/[A-Za-z0-9/_-]+$/;
const KEY_ID = /^(?:mrk-)?[0-9a-f-]{32,36}$/;
const KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/(?:mrk-)?[0-9a-f-]{32,36}$/;

/** Only a name of the right form is asked for, and by its ARN where the place is known: one key, one fact. */
function factId(name: Text, { partition, region, account }: Place): KeyId | undefined {
  const given = literalOf(name);
  if (given === undefined || ![ALIAS, KEY_ID, KEY_ARN].some((form) => form.test(given))) return undefined;
  if (given.startsWith('arn:')) return { given, asked: given };
  const resource = ALIAS.test(given) ? given : `key/${given}`;
  const asked = literalOf(textOf('arn:', partition, ':kms:', region, ':', account, ':', resource));
  return asked === undefined ? undefined : { given, asked };
}
