import { createHash } from 'node:crypto';
import type { StackState } from '#account/stack-state';
import type { Facts } from '#core/facts/facts';
import type { Environment } from '#core/intrinsics/resolved-template';
import { judge } from '#core/judge';
import type { Proposal } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS, type Settings } from '#core/verdict/settings';
import { auditRecord, type AuditRecord, type Invocation, type TemplateNote } from './audit-record';
import type { FetchPayload } from './fetch-payload';
import { describeFault, framesOf, GateError } from './gate-error';
import type { HookResponse } from './hook-response';
import { parsePayload, type Payload } from './load-proposal';
import type { Exemption } from './message';
import { parseRequest, tokenOf, type HookRequest } from './request';
import { respond, type HookOutcome } from './respond';
import { parseStackArn } from './stack-arn';
import { stageTimes, type StageTimes } from './stage-times';
import { timeBudget, type Clock, type TimeBudget } from './time-budget';

/** Everything outside the process that an answer needs. */
export interface HookPorts {
  readonly clock: Clock;
  readonly date: () => Date;
  readonly fetchPayload: FetchPayload;
  readonly readStack: (request: HookRequest, signal: AbortSignal) => Promise<StackState>;
  readonly readFacts: () => Facts | Promise<Facts>;
  readonly readSettings: () => Settings | Promise<Settings>;
  readonly writeAudit: (record: AuditRecord) => void;
}

/** What the runtime says of this invocation. */
export interface HookCall {
  readonly requestId: string;
  readonly milliseconds: number;
}

const READ_STACK_MILLISECONDS = 5_000;

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

interface Desk {
  readonly ports: HookPorts;
  readonly budget: TimeBudget;
  readonly stages: StageTimes;
}

type Heard = Pick<Invocation, 'request' | 'template' | 'accountState' | 'frames'>;
interface Hearing extends Heard {
  readonly outcome: HookOutcome;
  readonly settings: Settings;
}
const NOTHING_HEARD: Heard = { request: undefined, template: undefined, accountState: undefined, frames: [] };

async function hear(event: unknown, desk: Desk): Promise<Hearing> {
  let heard: Heard = NOTHING_HEARD;
  let settings = DEFAULT_SETTINGS;
  try {
    settings = await desk.stages.measure('settings', desk.ports.readSettings);
    const request = parseRequest(event);
    heard = { ...heard, request };
    const refusal = notJudged(request);
    if (refusal !== undefined) return { ...heard, settings, outcome: refusal };
    const { payload, accountState, stack } = await load(request, desk);
    heard = { ...heard, accountState, template: noteOf(payload) };
    return { ...heard, settings, outcome: await judged({ request, payload, stack }, settings, desk) };
  } catch (error) {
    return { ...heard, settings, frames: framesOf(error), outcome: faultOf(error) };
  }
}

// A template is judged as a whole; one resource alone shows neither its role nor who calls it.
function notJudged(request: HookRequest): HookOutcome | undefined {
  if (request.action === 'delete') return { kind: 'not-judged', why: 'deleting takes no access that is checked here' };
  if (request.payloadUrl !== undefined) return undefined;
  if (request.target === 'STACK' || request.target === 'CHANGE_SET')
    throw new GateError('payload-missing', `the ${request.target} request names no payload`);
  return {
    kind: 'not-judged',
    why: `single resources (\`${request.target}\`) are not judged, only stacks and change sets`,
  };
}

interface Loaded {
  readonly payload: Payload;
  readonly stack: StackState | undefined;
  readonly accountState: string;
}

async function load(request: HookRequest, desk: Desk): Promise<Loaded> {
  const { ports, budget, stages } = desk;
  const [payload, account] = await Promise.all([
    stages.measure('payload', () => budget.allow(Infinity, () => ports.fetchPayload(request.payloadUrl ?? '', budget))),
    stages.measure('account', () => readStack(request, desk)),
  ]);
  return { payload: parsePayload(payload), ...account };
}

/** Without the state of the stack the answer has more unknowns, but it is still an answer. */
async function readStack(request: HookRequest, { ports, budget }: Desk): Promise<Omit<Loaded, 'payload'>> {
  try {
    const stack = await budget.allow(READ_STACK_MILLISECONDS, (signal) => ports.readStack(request, signal));
    return { stack, accountState: 'read' };
  } catch (error) {
    const why = error instanceof GateError ? error.code : error instanceof Error ? error.name : 'unknown';
    return { stack: undefined, accountState: `unreadable: ${why}` };
  }
}

interface Case {
  readonly request: HookRequest;
  readonly payload: Payload;
  readonly stack: StackState | undefined;
}

async function judged(held: Case, settings: Settings, { ports, stages }: Desk): Promise<HookOutcome> {
  const text = held.payload.template ?? held.payload.resolvedTemplate;
  if (text === undefined) return { kind: 'not-judged', why: 'the request holds no template' };
  const facts = await stages.measure('facts', ports.readFacts);
  const proposal = proposalOf(held, text, ports.date());
  const judgement = await stages.measure('judge', () => judge(proposal, facts, settings));
  return { kind: 'judged', judgement, exemption: exemptionOf(held, text) };
}

function proposalOf({ request, payload, stack }: Case, text: string, date: Date): Proposal {
  return {
    name: parseStackArn(request.stackId)?.stackName ?? request.targetLogicalId ?? request.target,
    text,
    ...(payload.previousTemplate === undefined ? {} : { previousText: payload.previousTemplate }),
    environment: environmentOf(request, stack),
    today: date.toISOString().slice(0, 10),
  };
}

function environmentOf(request: HookRequest, stack: StackState | undefined): Environment {
  const account = request.account === undefined ? {} : { account: request.account };
  return {
    ...account,
    ...parseStackArn(request.stackId),
    parameters: stack?.parameters ?? new Map<string, string>(),
    defaults: 'unknown',
  };
}

// Refusing the way back would leave the stack in UPDATE_ROLLBACK_FAILED, which is worse than any missing access.
function exemptionOf({ payload, stack }: Case, text: string): Exemption | undefined {
  if (stack?.status?.includes('ROLLBACK_IN_PROGRESS') === true) return 'rollback';
  return payload.previousTemplate?.trim() === text.trim() ? 'same-template' : undefined;
}

function noteOf({ template, resolvedTemplate, changedResources }: Payload): TemplateNote | undefined {
  const text = template ?? resolvedTemplate;
  if (text === undefined) return undefined;
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    characters: text.length,
    changedResources: changedResources.length,
  };
}
