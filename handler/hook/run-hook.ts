import { CallFailure } from '#account/call-failure';
import { allBut } from '#account/read-budget';
import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';
import { auditRecord, type Invocation } from './audit-record';
import { describeFault, framesOf, GateError } from './gate-error';
import type { GateSettings } from './gate-settings';
import { templateNoteOf, type AccountState, type HookCase } from './hook-case';
import type { HookResponse } from './hook-response';
import { judgeCase } from './judge-case';
import { parsePayload, type Payload } from './load-proposal';
import { parseRequest, tokenOf, type HookRequest } from './request';
import type { Desk, HookPorts } from './hook-ports';
import { payloadOfResource } from './resource-payload';
import { respond, type HookOutcome } from './respond';
import { stageTimes } from './stage-times';
import { timeBudget } from './time-budget';

/** What the runtime says of this invocation. */
export interface HookCall {
  readonly requestId: string;
  readonly milliseconds: number;
}

const READ_STACK_MILLISECONDS = 5_000;
const READ_SETTINGS_MILLISECONDS = 4_000;
// A reader that keeps to its time still has a word to say when it is over.
const GRACE_MILLISECONDS = 500;

/** Answers one event of CloudFormation. Never rejects: a fault of ours is an answer too. */
export async function runHook(event: unknown, call: HookCall, ports: HookPorts): Promise<HookResponse> {
  const budget = timeBudget(call.milliseconds, ports.clock);
  const stages = stageTimes(ports.clock);
  const hearing = await hear(event, { ports, budget, stages });
  const answer = answered(hearing, tokenOf(event));
  try {
    const { requestId } = call;
    const spent = { requestId, date: ports.date(), milliseconds: budget.elapsed(), stages: stages.milliseconds() };
    ports.writeAudit(auditRecord({ ...answer.hearing, ...spent }, answer.hearing.outcome, answer.response));
  } catch {
    // An answer without its record is better than none: the service would take our silence for a refusal.
  }
  return answer.response;
}

/** Should wording the answer fail, that is the answer. */
function answered(hearing: Hearing, token: string): { readonly hearing: Hearing; readonly response: HookResponse } {
  try {
    return { hearing, response: respond(hearing.outcome, token, hearing.settings.fault) };
  } catch (error) {
    const broken = { ...hearing, frames: framesOf(error), outcome: faultOf(error) };
    return { hearing: broken, response: respond(broken.outcome, token, hearing.settings.fault) };
  }
}

function faultOf(error: unknown): HookOutcome {
  return { kind: 'fault', ...describeFault(error) };
}

type Heard = Pick<Invocation, 'settingsNote' | 'request' | 'template' | 'account' | 'reading' | 'frames'>;
interface Hearing extends Heard {
  readonly outcome: HookOutcome;
  readonly settings: Settings;
}
const NOTHING_HEARD: Heard = {
  settingsNote: undefined,
  request: undefined,
  template: undefined,
  account: undefined,
  reading: undefined,
  frames: [],
};

async function hear(event: unknown, desk: Desk): Promise<Hearing> {
  let heard: Heard = NOTHING_HEARD;
  let settings = DEFAULT_SETTINGS;
  try {
    const gate = await readSettings(desk);
    settings = gate.settings;
    heard = { ...heard, settingsNote: gate.note };
    const request = parseRequest(event);
    heard = { ...heard, request };
    const refusal = notJudged(request);
    if (refusal !== undefined) return { ...heard, settings, outcome: refusal };
    const held = await gather(request, desk);
    heard = { ...heard, account: held.account, template: await templateNoteOf(held.payload) };
    const ruling = await desk.budget.allow(Infinity, () => judgeCase(held, gate.settings, desk));
    return { ...heard, settings, outcome: ruling.outcome, reading: ruling.reading };
  } catch (error) {
    return { ...heard, settings, frames: framesOf(error), outcome: faultOf(error) };
  }
}

function readSettings({ ports, budget, stages }: Desk): Promise<GateSettings> {
  const part = allBut(budget.remaining() - READ_SETTINGS_MILLISECONDS, budget);
  return stages.measure('settings', () =>
    budget.allow(READ_SETTINGS_MILLISECONDS + GRACE_MILLISECONDS, async () => ports.readSettings(part)),
  );
}

function notJudged(request: HookRequest): HookOutcome | undefined {
  if (request.action === 'delete') return { kind: 'not-judged', why: 'deleting takes no access that is checked here' };
  if (request.payloadUrl !== undefined || request.resource !== undefined) return undefined;
  if (request.target === 'STACK' || request.target === 'CHANGE_SET')
    throw new GateError('payload-missing', `the ${request.target} request names no payload`);
  return { kind: 'not-judged', why: `the request shows no properties of \`${request.target}\`` };
}

async function gather(request: HookRequest, desk: Desk): Promise<HookCase> {
  const { stages } = desk;
  const [payload, account] = await Promise.all([
    payloadOfResource(request) ?? stages.measure('payload', () => fetched(request, desk)),
    stages.measure('account', () => readAccount(request, desk)),
  ]);
  return { request, payload, account };
}

async function fetched({ payloadUrl = '' }: HookRequest, { ports, budget }: Desk): Promise<Payload> {
  return parsePayload(await budget.allow(Infinity, () => ports.fetchPayload(payloadUrl, budget)));
}

/** Without the state of the stack the answer has more unknowns, but it is still an answer. */
async function readAccount(request: HookRequest, { ports, budget }: Desk): Promise<AccountState> {
  try {
    const part = allBut(budget.remaining() - READ_STACK_MILLISECONDS, budget);
    const stack = await budget.allow(READ_STACK_MILLISECONDS, () => ports.readStack(request, part));
    return stack === undefined ? { kind: 'not-asked' } : { kind: 'read', stack };
  } catch (error) {
    return { kind: 'unreadable', why: whyUnreadable(error) };
  }
}

function whyUnreadable(error: unknown): string {
  if (error instanceof GateError) return error.code;
  if (error instanceof CallFailure) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
