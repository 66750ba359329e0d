import type { ContextKey } from '#core/iam/request';
import type { Resource, StackModel } from '#core/model/stack-model';
import type { Need } from '#core/rules/need';
import { literalOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';

type Entry = readonly [string, ContextKey];

/**
 * Tags that the template gives to the role and to what it uses, as condition keys. A tag that is not among them may come from
 * the stack, whose tags CloudFormation hands on.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
export function tagKeys({ principal, action, resource }: Need, model: StackModel): readonly Entry[] {
  const role = principal.kind === 'role' ? resourceAt(principal.role.logicalId, model) : undefined;
  const prefixes = RESOURCE_TAGS.get(action.slice(0, action.indexOf(':')).toLowerCase()) ?? [];
  const used = prefixes.length === 0 ? undefined : resourceAt(resource.logicalId, model);
  return [
    ...entriesOf('aws:principaltag', tagsOf(role)),
    ...prefixes.flatMap((prefix) => entriesOf(prefix, tagsOf(used))),
  ];
}

/** AWS: not every action looks at the tags of what it is done to; these services' do. */
const RESOURCE_TAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['kms', ['aws:resourcetag']],
  ['lambda', ['aws:resourcetag']],
  ['secretsmanager', ['aws:resourcetag', 'secretsmanager:resourcetag']],
  ['sqs', ['aws:resourcetag']],
  ['ssm', ['aws:resourcetag', 'ssm:resourcetag']],
  ['states', ['aws:resourcetag']],
]);

function resourceAt(logicalId: string | undefined, model: StackModel): Resource | undefined {
  return logicalId === undefined ? undefined : model.lookup.all.get(logicalId);
}

type Tag = readonly [name: string, value: Text];

/** AWS: condition keys know no case, tags of most services do: which of two that differ in it counts is not documented. */
function entriesOf(prefix: string, tags: readonly Tag[]): readonly Entry[] {
  const names = tags.map(([name]) => name.toLowerCase());
  return tags.map(([name, value], index): Entry => {
    const key = `${prefix}/${name.toLowerCase()}`;
    const isAlone = names.indexOf(name.toLowerCase()) === index && names.lastIndexOf(name.toLowerCase()) === index;
    return [key, { present: 'yes', values: isAlone ? [value] : { kind: 'context-key', key: `${prefix}/${name}` } }];
  });
}

/** Lists of keys and values, and for some types a map. */
function tagsOf(resource: Resource | undefined): readonly Tag[] {
  const tags = at(resource?.properties, 'Tags');
  if (tags?.kind === 'map') return [...tags.entries].flatMap(([name, value]) => tagOf(name, value));
  return itemsOf(tags).flatMap((tag) => tagOf(literalOf(textOfValue(at(tag, 'Key')) ?? []), at(tag, 'Value')));
}

function tagOf(name: string | undefined, value: Value | undefined): readonly Tag[] {
  const text = textOfValue(value);
  return name === undefined || name === '' || text === undefined ? [] : [[name, text]];
}
