import type { StackModel } from '#core/model/stack-model';
import type { Fault, InertGrant, Need, NeedAtCreation } from './need';

export type RuleFamily =
  | 'invoke'
  | 'event-source'
  | 'destination'
  | 'storage'
  | 'encryption'
  | 'logging'
  | 'trust'
  | 'network'
  | 'data'
  | 'delivery'
  | 'order'
  | 'inert';

interface RuleWords {
  /** = file name = fixture folder; says what is wrong or what must work. */
  readonly id: string;
  readonly family: RuleFamily;
  /** Rows of the edge catalogue that this rule covers. */
  readonly catalogue: readonly string[];
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** When the missing access shows: the deployment fails by itself, or the stack deploys and fails later. */
  readonly breaks: 'deploy' | 'run';
  /** Definite findings of lesser harm (logs, traces) warn instead of blocking. */
  readonly harm: 'access' | 'lesser';
  readonly references: readonly [string, ...string[]];
  /**
   * One access ends in one finding: a rule that is told to yield leaves it to those that know the wiring, or to all others.
   */
  readonly yields?: 'to-wiring' | 'to-all';
  /** Reported only where the answer is sure: that it stays open is no news. */
  readonly onlyIfSure?: true;
  /** Asked only where an organisation's settings say so. */
  readonly onlyWhen?: 'both-sides';
}

export interface NeedRule extends RuleWords {
  readonly shape: 'need';
  readonly needs: (model: StackModel) => readonly Need[];
}
export interface InertRule extends RuleWords {
  readonly shape: 'inert';
  readonly grants: (model: StackModel) => readonly InertGrant[];
}
export interface FaultRule extends RuleWords {
  readonly shape: 'fault';
  readonly faults: (model: StackModel) => readonly Fault[];
}
export interface OrderRule extends RuleWords {
  readonly shape: 'order';
  readonly atCreation: (model: StackModel) => readonly NeedAtCreation[];
}
export type Rule = NeedRule | InertRule | FaultRule | OrderRule;

export function defineRule(rule: Omit<NeedRule, 'shape'>): NeedRule {
  return { ...rule, shape: 'need' };
}

export function defineInertRule(rule: Omit<InertRule, 'shape'>): InertRule {
  return { ...rule, shape: 'inert' };
}

/** What cannot work whatever the policies say. */
export function defineFaultRule(rule: Omit<FaultRule, 'shape'>): FaultRule {
  return { ...rule, shape: 'fault' };
}

/** What is granted, but by a policy that may come too late. */
export function defineOrderRule(rule: Omit<OrderRule, 'shape'>): OrderRule {
  return { ...rule, shape: 'order' };
}
