import { factKey, type Facts } from '#core/facts/facts';
import type { StackPlace } from '#core/intrinsics/resolved-template';
import { literalOf, textOf } from '#core/value/text';
import { entryOf, textOfValue, valueOfJson, type Value } from '#core/value/value';

/** A key that the stack does not make, as the account knows it by the alias, id or ARN that is given. */
export interface KeyOutside {
  readonly arn: Value;
  readonly isAwsManaged: boolean;
}

/** Nothing where the name is not known, or the account was not asked or has no such key. */
export function keyOutside(name: Value, place: StackPlace, facts: Facts): KeyOutside | undefined {
  const id = factId(name, place);
  const fact = id === undefined ? undefined : facts.get(factKey({ kind: 'key', id }));
  if (id === undefined || fact?.status !== 'found') return undefined;
  const read = valueOfJson(fact.value, { kind: 'fact', fact: `key \`${id}\`` });
  const arn = textOfValue(entryOf(read, 'arn'));
  if (arn === undefined) return undefined;
  const isAwsManaged = literalOf(textOfValue(entryOf(read, 'manager')) ?? []) === 'AWS';
  return { arn: { kind: 'text', text: arn, origin: name.origin }, isAwsManaged };
}

const ALIAS = /^(?:arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:)?alias\/[A-Za-z0-9/_-]+$/;
const KEY_ID = /^(?:mrk-)?[0-9a-f-]{32,36}$/;

/** Only a name of the right form is asked for, and by its ARN where the place is known: one key, one fact. */
function factId(name: Value, { partition, region, account }: StackPlace): string | undefined {
  const given = literalOf(textOfValue(name) ?? []);
  if (given === undefined || (!ALIAS.test(given) && !KEY_ID.test(given))) return undefined;
  if (given.startsWith('arn:')) return given;
  const resource = ALIAS.test(given) ? given : `key/${given}`;
  return literalOf(textOf('arn:', partition, ':kms:', region, ':', account, ':', resource));
}
