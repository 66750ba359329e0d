import type { InvokePermission } from '#core/model/stack-model';
import { showText, splitText, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';

/** What a method or a route takes, as it is written. */
export interface Taken {
  readonly api: Text;
  readonly verb: string;
  readonly path: string;
}

export interface CoveredPart {
  readonly permission: InvokePermission;
  /** The verb and path that it lets through. */
  readonly part: string;
}

const VERBS = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];
const RARE = ['HEAD', 'OPTIONS'];

/** What is let through, if that is only a part of what is taken; undefined where all of it is, or nobody can tell. */
export function partsCovered(
  permissions: readonly InvokePermission[],
  taken: Taken,
): readonly CoveredPart[] | undefined {
  const parts: CoveredPart[] = [];
  for (const permission of permissions) {
    const source = at(permission.resource.properties, 'SourceArn');
    const text = textOfValue(source);
    if (text === undefined) return undefined;
    const part = partOf(text, taken);
    if (part === 'all') return undefined;
    if (part !== 'nothing') parts.push({ permission, part });
  }
  return coversEveryVerb(parts, taken) ? undefined : parts;
}

/** Several permissions, each for one verb, may be all that is needed. */
function coversEveryVerb(parts: readonly CoveredPart[], { verb, path }: Taken): boolean {
  if (verb !== 'ANY' || path.includes('{')) return false;
  const verbs = new Set(parts.map(({ part }) => part.split(' ')[0]));
  return VERBS.every((each) => verbs.has(each));
}

/** What a permission lets through, `GET /orders`, where it names less than what is taken. */
function partOf(sourceArn: Text, { api, verb, path }: Taken): string {
  const [named = '', , namedVerb = '', ...rest] = afterAccount(sourceArn).split('/');
  if (named !== showText(api)) return named.includes('*') ? 'all' : 'nothing';
  const isSpelt = VERBS.includes(namedVerb) || RARE.includes(namedVerb);
  const isOneVerb = verb === 'ANY' && isSpelt;
  const reach = reachOf(rest, path.slice(1).split('/'));
  if (reach === 'nothing' || (isSpelt && !isOneVerb && namedVerb !== verb)) return 'nothing';
  return isOneVerb || reach === 'part' ? `${namedVerb} /${rest.join('/')}` : 'all';
}

function afterAccount(arn: Text): string {
  return splitText(arn, ':').slice(5).map(showText).join(':');
}

/** Segment by segment: what is written out where the path has a parameter is a part; a wildcard ends the comparison. */
function reachOf(named: readonly string[], path: readonly string[]): 'all' | 'part' | 'nothing' {
  let reach: 'all' | 'part' = 'all';
  for (const [index, piece] of path.entries()) {
    const written = named[index];
    if (written === undefined) return 'nothing';
    if (/[*?$]/.test(written)) return reach;
    if (piece.startsWith('{')) {
      if (written.startsWith('{')) continue;
      reach = 'part';
      if (piece.endsWith('+}')) return reach;
    } else if (piece !== written) return 'nothing';
  }
  return reach;
}
