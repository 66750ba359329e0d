import type { ContextKey } from '#core/iam/request';
import { keyNamed } from '#core/model/buckets-and-keys';
import type { StackModel } from '#core/model/stack-model';
import type { Need } from '#core/rules/need';
import { hole } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';

type Entry = readonly [string, ContextKey];

const KEY = 'kms:resourcealiases';

/**
 * What only requests about grants of a key carry.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 */
const OF_GRANTS: readonly Entry[] = [
  'kms:grantconstrainttype',
  'kms:granteeprincipal',
  'kms:grantisforawsresource',
  'kms:grantoperations',
  'kms:retiringprincipal',
].map((key) => [key, { present: 'no', values: [] }]);

export function kmsKeys(need: Need, model: StackModel): readonly Entry[] {
  if (!need.action.startsWith('kms:')) return [];
  return [...(need.action.includes('Grant') ? [] : OF_GRANTS), ...aliasKeys(need, model)];
}

/**
 * The aliases that the template gives to the key; others may be given elsewhere.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
function aliasKeys({ resource }: Need, model: StackModel): readonly Entry[] {
  if (resource.logicalId === undefined) return [];
  const aliases = model.lookup.ofType('AWS::KMS::Alias').filter(({ properties }) => {
    const target = textOfValue(at(properties, 'TargetKeyId'));
    return target !== undefined && keyNamed(target, model.lookup)?.logicalId === resource.logicalId;
  });
  if (aliases.length === 0) return [];
  const others = [hole(`other aliases of ${resource.logicalId}`, { kind: 'context-key', key: 'kms:ResourceAliases' })];
  return [[KEY, { present: 'yes', values: [...aliases.map(({ ref }) => ref), others], multivalued: true }]];
}
