import type { Finding } from '#core/verdict/judgement';
import type { Edited, Requirement } from './corpus';
import { findingsOf, isLoud, type Judge } from './judging';

/** `noted`: only said at note level, which is not counted as found. */
type Outcome = 'found' | 'noted' | 'missed';

export interface Scored {
  readonly row: Edited;
  readonly outcome: Outcome;
  /** What is said of the edited template and not of its intact source. */
  readonly fresh: readonly Finding[];
}

/** Differential: what the intact source is told as well counts for nothing. */
export function score(row: Edited, judge: Judge): Scored {
  const fresh = freshFindings(row, judge);
  const touching = fresh.filter((finding) => touches(finding, row));
  const outcome = touching.some(isLoud) ? 'found' : touching.length > 0 ? 'noted' : 'missed';
  return { row, outcome, fresh };
}

function freshFindings(row: Edited, judge: Judge): readonly Finding[] {
  const before = new Set(findingsOf(judge.of(row.source_file)).map(identity));
  return findingsOf(judge.of(row.mutant)).filter((finding) => !before.has(identity(finding)));
}

/** A note that becomes a block is news, a block that becomes a warning is none. */
function identity(finding: Finding): string {
  return `${isLoud(finding) ? 'loud' : `${finding.level} ${finding.outcome}`} ${finding.key}`;
}

function touches(finding: Finding, { ids, requirement }: Edited): boolean {
  const wanted = new Set([...ids, ...idsOf(requirement)]);
  return mentioned(finding).some((id) => wanted.has(id));
}

function idsOf(requirement: Requirement | null): readonly string[] {
  if (requirement === null) return [];
  const { fn, role, target, key } = requirement;
  return [fn, role, target, key].filter((id) => id !== undefined);
}

/** Logical ids that a finding speaks of. */
export function mentioned(finding: Finding): readonly string[] {
  const paths = [finding.location, finding.closest, ...finding.evidence].flatMap((place) =>
    place === null ? [] : [place.path[1]],
  );
  return [finding.principal.logicalId, finding.resource.logicalId, finding.function, ...paths].filter(
    (id) => typeof id === 'string',
  );
}
