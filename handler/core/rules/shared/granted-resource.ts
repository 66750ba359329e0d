import type { Resource } from '#core/model/stack-model';
import { holesOf, showText, splitText, type Text } from '#core/value/text';

/** What a resource pattern is about, whatever form it is written in. */
export interface Meant {
  readonly resource: Resource;
  /** False where only a plain name fits, which another account's or region's resource may have as well. */
  readonly isSure: boolean;
}

/**
 * The resource of the stack that a grant is about: its ARN or something below it, or a text that holds what `Ref` gives (the
 * URL of a queue, the name of a table, an ARN inside of an ARN), or its plain name.
 */
export function resourceGranted(pattern: Text, candidates: readonly Resource[]): Meant | undefined {
  const shown = showText(pattern);
  const exact = candidates.find((each) => startsWithArn(shown, each) || holdsOwnName(shown, each));
  if (exact !== undefined) return { resource: exact, isSure: true };
  const named = candidates.find((each) => hasPlainName(shown, each));
  if (named !== undefined) return { resource: named, isSure: isInPlaceOf(shown, named) };
  const guessed = candidates.find((each) => isMadeUp(plainNameOf(each)) && endsWithName(shown, each.logicalId, each));
  return guessed === undefined ? undefined : { resource: guessed, isSure: !shown.startsWith('arn:') };
}

/** No ARN, or one of the same service, region and account: nothing else can be meant. */
function isInPlaceOf(shown: string, { arn }: Resource): boolean {
  const place = (text: string): string => text.split(':').slice(0, PARTS_OF_PLACE).join(':');
  return !shown.startsWith('arn:') || (arn !== undefined && place(shown) === place(showText(arn)));
}
const PARTS_OF_PLACE = 5;

/** `orders-dlq` is not about `orders`: after the ARN comes nothing, a separator or a wildcard. */
function startsWithArn(shown: string, { arn }: Resource): boolean {
  if (arn === undefined) return false;
  const start = showText(arn);
  if (!shown.startsWith(start)) return false;
  const next = shown.charAt(start.length);
  return next === '' || next === ':' || next === '/' || next === '*';
}

/** Names with a part that CloudFormation makes up, and whole URLs and ARNs, cannot stand for anything else. */
function holdsOwnName(shown: string, resource: Resource): boolean {
  return [resource.ref, plainNameOf(resource)].some(
    (name) => (isMadeUp(name) || isLong(name)) && holds(shown, showText(name)),
  );
}

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

function hasPlainName(shown: string, resource: Resource): boolean {
  const name = plainNameOf(resource);
  return !isMadeUp(name) && name.length > 0 && endsWithName(shown, showText(name), resource);
}

/** Types whose names may hold slashes: what ends alike may be another name. */
const WITH_SLASHES = new Set(['AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup']);

function endsWithName(shown: string, name: string, { type }: Resource): boolean {
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
