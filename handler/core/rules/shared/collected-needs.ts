import { showText } from '#core/value/text';
import type { Evidence, Need, PrincipalRef } from '../need';

/** Joins needs for one and the same access, so that several pieces of evidence end in one finding. */
export function collectNeeds(needs: readonly Need[]): readonly Need[] {
  const byAccess = new Map<string, Need>();
  for (const need of needs) {
    const key = accessKey(need);
    const known = byAccess.get(key);
    byAccess.set(key, known === undefined ? need : joinNeeds(known, need));
  }
  return [...byAccess.values()];
}

/** One piece of evidence that leaves no doubt is enough. */
function joinNeeds(known: Need, more: Need): Need {
  const limits = [known.atMost, more.atMost];
  const atMost = limits.includes(undefined) ? undefined : limits.includes('warn') ? 'warn' : 'note';
  const contradicted = [...(known.contradicted ?? []), ...(more.contradicted ?? [])];
  const isReliedOn = known.isReliedOn === true || more.isReliedOn === true;
  return { ...known, evidence: joinEvidence(known.evidence, more.evidence), isReliedOn, atMost, contradicted };
}

function accessKey({ principal, action, resource, context }: Need): string {
  const keys = [...context].map(([key, value]) => `${key}=${showText(value)}`).sort();
  return [callerOf(principal), action.toLowerCase(), showText(resource.arn), ...keys].join(' ');
}

function callerOf(principal: PrincipalRef): string {
  switch (principal.kind) {
    case 'role':
      return showText(principal.role.arn);
    case 'service':
      return `${principal.service} ${showText(principal.sourceArn ?? [])}`;
    case 'anyone':
      return '*';
  }
}

function joinEvidence(
  known: readonly [Evidence, ...Evidence[]],
  more: readonly Evidence[],
): readonly [Evidence, ...Evidence[]] {
  const [first, ...rest] = known;
  const seen = new Set(known.map(evidenceKey));
  return [first, ...rest, ...more.filter((each) => !seen.has(evidenceKey(each)))];
}

function evidenceKey({ kind, message }: Evidence): string {
  return `${kind} ${message}`;
}
