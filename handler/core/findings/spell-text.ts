import { attributesOf } from '#core/intrinsics/resource-attributes';
import type { Resource, StackModel } from '#core/model/stack-model';
import { isLiteral, literalOf, showText, type Text } from '#core/value/text';

/** What the template can call a text: `Orders` for what `Ref` gives, `Orders.Arn` for an attribute. */
interface Name {
  readonly shown: string;
  readonly name: string;
  readonly isRef: boolean;
}

/** The text in the template's own words (`!GetAtt Orders.Arn`), or undefined where it has none for a part. */
export function spellText(text: Text, model: StackModel): string | undefined {
  const literal = literalOf(text);
  if (literal !== undefined) return quoteIfNeeded(literal);
  const shown = showText(text);
  const whole = namesIn(shown, model).find((each) => each.shown === shown);
  if (whole !== undefined) return `${whole.isRef ? '!Ref' : '!GetAtt'} ${whole.name}`;
  const inside = spellInside(text, model);
  return inside === undefined ? undefined : `!Sub ${quoteIfNeeded(inside)}`;
}

/** The text for a reader: `${Orders.Arn}/*`, parts that have no name in the template as what they stand for. */
export function wordsOfText(text: Text, model: StackModel): string {
  return withoutKinds(withNames(text, model));
}

/** Drops from `${param:Target}` what only we need to know. */
export function withoutKinds(shown: string): string {
  return shown.replaceAll(/\$\{(key id of )?(?:param|attr):/g, '${$1');
}

/** The inside of a `!Sub`. */
function spellInside(text: Text, model: StackModel): string | undefined {
  return spellHoles(withNames(text, model));
}

function withNames(text: Text, model: StackModel): string {
  const shown = text
    .map((part) => (typeof part === 'string' || part.reason.kind !== 'any-object' ? showText([part]) : '*'))
    .join('');
  return namesIn(shown, model).reduce((current, each) => current.replaceAll(each.shown, `\${${each.name}}`), shown);
}

/** Names that may occur in a text, the longest first. Only what is not literal is worth a name. */
function namesIn(shown: string, model: StackModel): readonly Name[] {
  return [...model.lookup.all.values()]
    .filter(({ logicalId }) => shown.includes(logicalId))
    .flatMap((resource) => namesOf(resource, model))
    .sort((a, b) => b.shown.length - a.shown.length);
}

const names = new WeakMap<Resource, readonly Name[]>();

function namesOf(resource: Resource, { place }: StackModel): readonly Name[] {
  const known = names.get(resource);
  if (known !== undefined) return known;
  const { logicalId, ref } = resource;
  const attributes = [...attributesOf(resource, resource.place ?? place)].filter(([, text]) => !isLiteral(text));
  const made = [
    ...(isLiteral(ref) ? [] : [{ shown: showText(ref), name: logicalId, isRef: true }]),
    ...attributes.map(([name, text]) => ({ shown: showText(text), name: `${logicalId}.${name}`, isRef: false })),
  ];
  names.set(resource, made);
  return made;
}

function spellHoles(shown: string): string | undefined {
  const spelt = shown.replaceAll(/\$\{(?:param:|attr:)([A-Za-z0-9.:]+)\}/g, '${$1}');
  return /\$\{[^}]*[^A-Za-z0-9.:}][^}]*\}/.test(spelt) || /\$\{(?!AWS::)[^}]*:[^}]*\}/.test(spelt) ? undefined : spelt;
}

/** Braces end a plain scalar inside of `{ … }`, where many a snippet puts its values. */
export function quoteIfNeeded(text: string): string {
  const isPlain = /^[A-Za-z0-9_./][A-Za-z0-9_./:*-]*$/.test(text) && !/^[0-9.]+$/.test(text) && !text.endsWith(':');
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}
