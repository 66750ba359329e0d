import type { FactSource } from '#account/fact-source';
import type { ReadBudget } from '#account/read-budget';
import type { SimulationQuestion } from '#account/simulate';
import type { StackState } from '#account/stack-state';
import type { Facts } from '#core/facts/facts';
import type { CodeReader } from '#core/model/sdk-call';
import type { AuditRecord } from './audit-record';
import type { FetchPayload } from './fetch-payload';
import type { GateSettings } from './gate-settings';
import type { HookRequest } from './request';
import type { StageTimes } from './stage-times';
import type { Clock, TimeBudget } from './time-budget';

/** Everything outside the process that an answer needs. */
export interface HookPorts {
  readonly clock: Clock;
  readonly date: () => Date;
  readonly fetchPayload: FetchPayload;
  /** Nothing: there is no account to ask. */
  readonly readStack: (request: HookRequest, budget: ReadBudget) => Promise<StackState | undefined>;
  /** Where the state of the request's account is read; nothing: there is no account to ask. */
  readonly factSource: (request: HookRequest) => FactSource | undefined;
  /** Reads code that stands in the template; nothing where it holds none. */
  readonly codeReader: (template: string) => Promise<CodeReader | undefined>;
  /** Asks IAM about a caller's policies; nothing: there is nobody to ask. */
  readonly simulate?: (question: SimulationQuestion, budget: ReadBudget) => Promise<'allowed' | 'denied'>;
  /** What is known of AWS itself, without asking. */
  readonly readFacts: () => Facts | Promise<Facts>;
  readonly readSettings: (budget: ReadBudget) => GateSettings | Promise<GateSettings>;
  readonly writeAudit: (record: AuditRecord) => void;
}

/** What is at hand while one invocation is answered. */
export interface Desk {
  readonly ports: HookPorts;
  readonly budget: TimeBudget;
  readonly stages: StageTimes;
}
