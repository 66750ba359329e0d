import type { Resource } from '#core/model/stack-model';
import { holesOf, showText, splitText, type Text } from '#core/value/text';

/** What a resource pattern is about, whatever form it is written in. */
export interface Meant {
  readonly resource: Resource;
  /** False where only a plain name fits, which another account's or region's resource may have as well. */
  readonly isSure: boolean;
}

/** A resource with all the texts that a pattern is compared with, spelt once. */
interface Spelt {
  readonly resource: Resource;
  readonly arn: string | undefined;
  /** Names that can stand for nothing else. */
  readonly own: readonly string[];
  /** A name that others may have as well; where CloudFormation makes the name up, the logical id written as if it were it. */
  readonly plain: string;
  readonly isPlainGuessed: boolean;
}

/**
 * Finds the resource of the stack that a grant is about: its ARN or something below it, or a text that holds what `Ref` gives
 * (the URL of a queue, the name of a table, an ARN inside of an ARN), or its plain name. Each text is looked for once.
 */
export function grantedResourceFinder(candidates: readonly Resource[]): (pattern: Text) => Meant | undefined {
  const spelt = candidates.map(spell);
  const byArn = firstByArn(spelt);
  const found = new Map<string, Meant | undefined>();
  return (pattern) => {
    const shown = showText(pattern);
    if (!found.has(shown)) found.set(shown, find(shown, spelt, byArn));
    return found.get(shown);
  };
}

function spell(resource: Resource): Spelt {
  const { ref, arn, logicalId } = resource;
  const name = plainNameOf(resource);
  const isPlainGuessed = isMadeUp(name);
  return {
    resource,
    arn: arn === undefined ? undefined : showText(arn),
    own: [ref, name].filter((each) => isMadeUp(each) || isLong(each)).map(showText),
    plain: isPlainGuessed ? logicalId : showText(name),
    isPlainGuessed,
  };
}

type ByArn = ReadonlyMap<string, { readonly index: number; readonly each: Spelt }>;

function firstByArn(spelt: readonly Spelt[]): ByArn {
  const byArn = new Map<string, { readonly index: number; readonly each: Spelt }>();
  spelt.forEach((each, index) => {
    if (each.arn !== undefined && !byArn.has(each.arn)) byArn.set(each.arn, { index, each });
  });
  return byArn;
}

function find(shown: string, spelt: readonly Spelt[], byArn: ByArn): Meant | undefined {
  const exact = startingWithArn(shown, byArn) ?? spelt.find(({ own }) => own.some((name) => holds(shown, name)));
  if (exact !== undefined) return { resource: exact.resource, isSure: true };
  const named = spelt.find((each) => !each.isPlainGuessed && endsWithName(shown, each));
  if (named !== undefined) return { resource: named.resource, isSure: isInPlaceOf(shown, named) };
  const guessed = spelt.find((each) => each.isPlainGuessed && endsWithName(shown, each));
  return guessed === undefined ? undefined : { resource: guessed.resource, isSure: !shown.startsWith('arn:') };
}

/** No ARN, or one of the same service, region and account: nothing else can be meant. */
function isInPlaceOf(shown: string, { arn = '' }: Spelt): boolean {
  const place = (text: string): string => text.split(':').slice(0, PARTS_OF_PLACE).join(':');
  return !shown.startsWith('arn:') || place(shown) === place(arn);
}
const PARTS_OF_PLACE = 5;

/** `orders-dlq` is not about `orders`: after the ARN comes nothing, a separator or a wildcard. Of several the first that was written. */
function startingWithArn(shown: string, byArn: ByArn): Spelt | undefined {
  let first = byArn.get(shown);
  for (let at = 0; at < shown.length; at += 1) {
    if (!AFTER_ARN.has(shown.charAt(at))) continue;
    const other = byArn.get(shown.slice(0, at));
    if (other !== undefined && (first === undefined || other.index < first.index)) first = other;
  }
  return first?.each;
}
const AFTER_ARN: ReadonlySet<string> = new Set([':', '/', '*']);

/** Names with a part that CloudFormation makes up cannot stand for anything else. */
function isMadeUp(name: Text): boolean {
  return holesOf(name).some(
    ({ reason }) => reason.kind === 'generated-name' || reason.kind === 'attribute-known-after-deployment',
  );
}

/** A URL or an ARN, which is more than a name. */
function isLong(ref: Text): boolean {
  return /^(https?:\/|arn:)/.test(showText(ref));
}

/** `${Table}-archive` is another table. */
function holds(shown: string, name: string): boolean {
  const at = shown.indexOf(name);
  if (at < 0) return false;
  const before = shown.charAt(at - 1);
  const after = shown.charAt(at + name.length);
  return isBoundary(before) && isBoundary(after);
}

function isBoundary(character: string): boolean {
  return character === '' || /[:/*?]/.test(character);
}

/** Types whose names may hold slashes: what ends alike may be another name. */
const WITH_SLASHES = new Set(['AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup']);

function endsWithName(shown: string, { plain: name, resource: { type } }: Spelt): boolean {
  if (name === '') return false;
  if (type === 'AWS::SSM::Parameter') return withoutSlash(parameterIn(shown)) === withoutSlash(name);
  if (!shown.endsWith(name)) return false;
  const before = shown.charAt(shown.length - name.length - 1);
  return WITH_SLASHES.has(type) ? before === '' || before === ':' : isBoundary(before);
}

function parameterIn(shown: string): string {
  const at = shown.indexOf(':parameter');
  return at < 0 ? shown : shown.slice(at + ':parameter'.length);
}

function withoutSlash(name: string): string {
  return name.replace(/^\/+/, '');
}

/** What `Ref` gives, or `orders` of `arn:…:orders` and of `arn:…:secret:orders-x1y2z3`. */
function plainNameOf({ ref, arn }: Resource): Text {
  if (arn === undefined || !isLong(ref)) return ref;
  const last = splitText(arn, ':').at(-1) ?? [];
  return showText(arn).includes(':secret:') ? withoutSuffix(last) : last;
}

/** AWS: six random characters end the ARN of a secret, and are no part of its name. */
function withoutSuffix(name: Text): Text {
  const before = name.slice(0, -1);
  const tail = before.at(-1);
  return typeof tail === 'string' && tail.endsWith('-') ? [...before.slice(0, -1), tail.slice(0, -1)] : before;
}
