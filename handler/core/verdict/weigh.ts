import type { ReportedFinding } from '#core/findings/report';

import type { Finding } from './judgement';
import type { Level, Settings } from './settings';

/** A finding with what the scenarios and the previous template say of it. */
export interface Weighable {
  readonly finding: ReportedFinding;
  /** Found in every scenario, or in some; then `when` says which. */
  readonly certainty: Finding['certainty'];
  readonly since: Finding['since'];
  readonly when: string | undefined;
}

/** Undefined: the settings silence it. */
export function weigh({ finding, certainty, since, when }: Weighable, settings: Settings): Finding | undefined {
  const { rule, message, atMost: limit, isContradiction, isReliedOn, ...rest } = finding;
  const level = levelOf({ finding, certainty, since, when }, { isContradiction, isReliedOn }, settings);
  if (level === 'off') return undefined;
  return {
    ...rest,
    rule: rule.id,
    level: limit === undefined ? level : atMost(level, limit),
    certainty: finding.outcome === 'unknown' ? 'possible' : certainty,
    since,
    message: when === undefined ? message : `${message} (when ${when})`,
  };
}

const RANK: Readonly<Record<Level, number>> = { note: 0, warn: 1, block: 2 };

/** Unknown never blocks unless an organisation asks for it; what holds in some scenarios only warns at most. */
function levelOf(
  { finding, certainty, since }: Weighable,
  { isContradiction, isReliedOn }: Pick<ReportedFinding, 'isContradiction' | 'isReliedOn'>,
  settings: Settings,
): Level | 'off' {
  const { rule } = finding;
  const chosen = settings.levels.get(rule.id) ?? settings.levels.get(rule.family);
  if (chosen === 'off') return 'off';
  if (finding.outcome === 'unknown' && !isContradiction) return settings.unknown;
  // What is only in the wrong order mostly works, and says so itself when it does not.
  if (rule.shape === 'inert' || rule.shape === 'order') return chosen ?? 'note';
  const usual = chosen ?? defaultLevel(finding, isReliedOn, settings);
  const capped = certainty === 'possible' || finding.outcome === 'unknown' ? atMost(usual, 'warn') : usual;
  return since === 'existing' && settings.existing !== 'as-new' ? atMost(capped, settings.existing) : capped;
}

function defaultLevel(finding: ReportedFinding, isReliedOn: boolean, settings: Settings): Level {
  const byEvidence = finding.evidence.map(({ kind }) => settings.evidenceLevels[kind]);
  const known = isReliedOn ? [...byEvidence, settings.evidenceLevels.relied] : byEvidence;
  const strongest = known.reduce<Level>((best, level) => (RANK[level] > RANK[best] ? level : best), 'note');
  return finding.rule.harm === 'lesser' ? atMost(strongest, 'warn') : strongest;
}

function atMost(level: Level, most: Level): Level {
  return RANK[level] > RANK[most] ? most : level;
}

/** Worst first, then by place, so that output does not change with the order of anything. */
export function byWeight(left: Finding, right: Finding): number {
  return (
    RANK[right.level] - RANK[left.level] ||
    byText(left.location.file ?? '', right.location.file ?? '') ||
    left.location.line - right.location.line ||
    left.location.column - right.location.column ||
    byText(left.key, right.key)
  );
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
