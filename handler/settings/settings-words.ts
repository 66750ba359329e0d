import type { EvidenceKind } from '#core/rules/need';
import type { RuleFamily } from '#core/rules/rule';
import type { Level, Settings } from '#core/verdict/settings';

// The words a settings document may use, in the order in which a hint lists them.
export const LEVELS = ['block', 'warn', 'note'] as const satisfies readonly Level[];
export const LEVELS_OR_OFF = [...LEVELS, 'off'] as const;
export const EXISTING = ['as-new', 'warn', 'note'] as const satisfies readonly Settings['existing'][];
export const FAULTS = ['fail-open', 'fail-closed'] as const satisfies readonly Settings['fault'][];
export const INVOKES = ['aws', 'both-sides'] as const satisfies readonly Settings['crossFunctionInvoke'][];
export const OPINIONS = ['off', 'simulate'] as const satisfies readonly Settings['secondOpinion'][];
export const EVIDENCE_KINDS = [
  'wired',
  'declared',
  'granted',
  'called',
  'referenced',
  'relied',
] as const satisfies readonly (EvidenceKind | 'relied')[];
export const FAMILIES = [
  'invoke',
  'event-source',
  'destination',
  'storage',
  'encryption',
  'logging',
  'trust',
  'network',
  'data',
  'delivery',
  'order',
  'inert',
] as const satisfies readonly RuleFamily[];
