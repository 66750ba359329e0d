import { readerFor } from '#code/reader-for';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import type { DatedFact, FactSource } from '#account/fact-source';
import type { StackState } from '#account/stack-state';
import { factKey, type Fact } from '#core/facts/facts';
import type { AuditRecord } from '#hook/audit-record';
import type { HookResponse } from '#hook/hook-response';
import { DEFAULT_GATE_SETTINGS } from '#hook/gate-settings';
import type { HookPorts } from '#hook/hook-ports';
import { runHook } from '#hook/run-hook';
import type { Clock } from '#hook/time-budget';

export const EVENTS = join(__dirname, 'events');
/** A recorded event. */
export const event = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(EVENTS, `${name}.json`), 'utf8')) as Record<string, unknown>;

const MANAGED_POLICIES = managedPolicyFacts(join(__dirname, '../../schema/aws'));
export const EMPTY_TEMPLATE = '{"Resources":{}}';
export const NO_STACK: StackState = {
  parameters: new Map(),
  storedValues: new Map(),
  tags: new Map(),
  status: undefined,
  isNested: false,
  deployed: new Map(),
  imported: new Map(),
  deployedTemplate: undefined,
  unread: [],
};

/** Time stands still while anything else happens; then it jumps to the next timer. */
function jumpingClock(): Clock {
  let now = 0;
  const waiting = new Map<() => void, number>();
  const jump = (): void => {
    const [next] = [...waiting].sort(([, a], [, b]) => a - b);
    if (next === undefined) return;
    const [callback, due] = next;
    waiting.delete(callback);
    now = Math.max(now, due);
    callback();
  };
  return {
    now: () => now,
    after: (milliseconds, callback) => {
      const once = (): void => {
        callback();
      };
      waiting.set(once, now + milliseconds);
      const timer = setTimeout(jump, 5);
      return () => {
        clearTimeout(timer);
        waiting.delete(once);
      };
    },
  };
}

interface Answer {
  readonly response: HookResponse;
  readonly records: readonly AuditRecord[];
}
/** What the hook answers and records; everything around it is what the test hands in. */
export async function answerTo(what: unknown, ports: Partial<HookPorts> = {}): Promise<Answer> {
  const records: AuditRecord[] = [];
  const response = await runHook(
    what,
    { requestId: 'request-1', milliseconds: 20_000 },
    {
      clock: jumpingClock(),
      date: () => new Date('2026-11-22T10:00:00Z'),
      codeReader: readerFor,
      fetchPayload: () => Promise.resolve(JSON.stringify({ template: EMPTY_TEMPLATE })),
      readStack: () => Promise.resolve(NO_STACK),
      factSource: () => undefined,
      readFacts: () => MANAGED_POLICIES,
      readSettings: () => DEFAULT_GATE_SETTINGS,
      writeAudit: (record) => records.push(record),
      ...ports,
    },
  );
  return { response, records };
}

/** An account of which these facts can be read, and nothing else. */
export function sourceOf(facts: ReadonlyMap<string, Fact>): FactSource {
  return {
    read: (requests) => {
      const entries = requests.map((each): [string, DatedFact] => {
        const key = factKey(each);
        return [key, { fact: facts.get(key) ?? { status: 'unreadable', reason: 'not recorded' }, readAt: 0 }];
      });
      return Promise.resolve(new Map(entries));
    },
    forget: () => undefined,
  };
}

export const payload = (text: unknown): Partial<HookPorts> => ({
  fetchPayload: () => Promise.resolve(typeof text === 'string' ? text : JSON.stringify(text)),
});
/** A template of the demo. */
export const shop = (name: string): string =>
  readFileSync(join(__dirname, '../demo/templates', `${name}.yaml`), 'utf8');
