import type { EvidenceKind } from '#core/rules/need';

export type Level = 'block' | 'warn' | 'note';

/** What an organisation may decide; everything else is as AWS has it. */
export interface Settings {
  /** Level by rule id or family; `off` silences it. */
  readonly levels: ReadonlyMap<string, Level | 'off'>;
  /** Level of a definite finding by its strongest evidence. */
  readonly evidenceLevels: Readonly<Record<EvidenceKind | 'relied', Level>>;
  /** Level of what cannot be told. */
  readonly unknown: 'note' | 'warn' | 'block';
  /** Level of findings the previous template had already. */
  readonly existing: 'as-new' | 'warn' | 'note';
  /** What the hook answers when it fails itself. */
  readonly fault: 'fail-open' | 'fail-closed';
  readonly crossFunctionInvoke: 'aws' | 'both-sides';
  readonly accepted: readonly Acceptance[];
  /** What holds for some stacks only; where several match, the last one said goes first. */
  readonly stacks: readonly StackSettings[];
  /** Accounts whose resources are taken to allow what they are asked: their policies cannot be read from here. */
  readonly trustedAccounts: readonly string[];
  /** Asks IAM itself about the caller's policies before anything is blocked for them. */
  readonly secondOpinion: 'off' | 'simulate';
}

export interface StackSettings {
  /** `*` stands for any characters, `?` for one. Absent: whatever the name is. */
  readonly names?: readonly string[];
  /** Patterns for the value of each tag, by its key; all of them must be there. Tags that nobody could read match nothing. */
  readonly tags?: ReadonlyMap<string, readonly string[]>;
  readonly levels: Settings['levels'];
  readonly evidenceLevels: Partial<Settings['evidenceLevels']>;
  readonly unknown?: Settings['unknown'];
  readonly existing?: Settings['existing'];
}

export interface Acceptance {
  /** A rule id or a finding key. */
  readonly id: string;
  readonly reason: string;
  /** `YYYY-MM-DD`; absent: for good. */
  readonly expires?: string;
}

export const DEFAULT_SETTINGS: Settings = {
  levels: new Map(),
  evidenceLevels: {
    wired: 'block',
    declared: 'block',
    granted: 'block',
    called: 'warn',
    referenced: 'note',
    relied: 'warn',
  },
  unknown: 'note',
  existing: 'warn',
  fault: 'fail-open',
  crossFunctionInvoke: 'aws',
  accepted: [],
  stacks: [],
  trustedAccounts: [],
  secondOpinion: 'off',
};
