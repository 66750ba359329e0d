import type { AccountPlace } from '#account/account-session';
import { arnParts } from '#account/arn-parts';
import type { ReadBudget } from '#account/read-budget';
import { onceDone } from '#account/once-done';
import { readStoredText } from '#account/stored-text';
import { readerFor } from '#code/reader-for';
import type { Facts } from '#core/facts/facts';
import { fetchPayload } from '#hook/fetch-payload';
import { gateSettings } from '#hook/gate-settings';
import { accountPorts } from '#hook/hook-account';
import type { HookPorts } from '#hook/hook-ports';
import type { HookResponse } from '#hook/hook-response';
import { runHook } from '#hook/run-hook';
import { SYSTEM_CLOCK } from '#hook/time-budget';

// The larger part of the bundle is compiled once the runtime has what it waits for, while the first event and its payload are
// on their way. Whoever judges waits for it, and says so if it cannot be loaded.
setImmediate(() => void import('#core/judge').catch(() => undefined));

// Read from the bundle's own folder when first asked for, and kept for the next event.
const referenceFacts = onceDone(async (): Promise<Facts> => {
  const { managedPolicyFacts } = await import('#account/packed-managed-policies');
  return managedPolicyFacts(new URL('.', import.meta.url));
});

const PORTS: Omit<HookPorts, 'readStack' | 'factSource' | 'readSettings'> = {
  clock: SYSTEM_CLOCK,
  date: () => new Date(),
  fetchPayload,
  codeReader: readerFor,
  readFacts: referenceFacts,
  // Not `console.log`: the runtime would put a prefix before the JSON, and no metric would be taken from it.
  writeAudit: (record) => void process.stdout.write(`${JSON.stringify(record)}\n`),
};

// The service stops waiting after 30 seconds; an answer after that is no answer.
const MOST_MILLISECONDS = 24_000;
const RESERVE_MILLISECONDS = 1_500;

interface LambdaContext {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
  readonly getRemainingTimeInMillis: () => number;
}

function placeOf(functionArn: string): AccountPlace {
  const { account: id, region } = arnParts(functionArn) ?? { account: '', region: process.env['AWS_REGION'] ?? '' };
  return { account: id, region };
}

type AccountPorts = Pick<HookPorts, 'readStack' | 'factSource' | 'simulate' | 'readSettings'>;
let account: AccountPorts | undefined;

function portsOf(place: AccountPlace): AccountPorts {
  const readStored = (name: string, budget: ReadBudget) => readStoredText(name, { place, budget, random: Math.random });
  const readSettings = gateSettings({ environment: process.env, readStored, now: Date.now });
  return { ...accountPorts(place), readSettings };
}

/** The entry point of the Lambda function behind the CloudFormation hook. */
export function handler(event: unknown, context: LambdaContext): Promise<HookResponse> {
  const left = context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  account ??= portsOf(placeOf(context.invokedFunctionArn));
  const call = { requestId: context.awsRequestId, milliseconds: Math.min(left, MOST_MILLISECONDS) };
  return runHook(event, call, { ...PORTS, ...account });
}
