import { readerFor } from '#code/reader-for';
import type { Facts } from '#core/facts/facts';
import type { AuditRecord } from '#hook/audit-record';
import { GateError } from '#hook/gate-error';
import type { HookResponse } from '#hook/hook-response';
import { DEFAULT_GATE_SETTINGS } from '#hook/gate-settings';
import type { HookPorts } from '#hook/hook-ports';
import { runHook } from '#hook/run-hook';
import { SYSTEM_CLOCK } from '#hook/time-budget';
import { EXIT, InputError, UsageError, type CommandIo } from './command';
import { describeOptions, parseOptions, type OptionSpecs } from './parse-options';

const REPLAY_OPTIONS = {
  payload: { about: 'the file to take in place of what is behind the presigned URL', takes: 'payload.json' },
  format: { about: 'how the answer is shown (default: text)', takes: 'format', oneOf: ['text', 'json'] },
  help: { about: 'show this help' },
} satisfies OptionSpecs;

const MILLISECONDS = 24_000;

type ReplayIo = CommandIo & { readonly referenceFacts: Facts };

/** Runs the hook's own entry on a recorded event; only the payload and the account come from elsewhere. */
export async function replayCommand(args: readonly string[], io: ReplayIo): Promise<number> {
  const options = parseOptions(args, REPLAY_OPTIONS);
  if (options.value('help') !== undefined) {
    io.out(`Usage: cfn-permission-hook replay <event.json> [options]\n\n${describeOptions(REPLAY_OPTIONS)}`);
    return EXIT.passed;
  }
  const [path, ...others] = options.positionals;
  if (path === undefined || others.length > 0) {
    throw new UsageError('`replay` takes one event', 'write `replay <event.json> --payload <payload.json>`');
  }
  const event = await readJson(path, io);
  const payloadPath = options.value('payload');
  const payload = payloadPath === undefined ? undefined : await io.readText(payloadPath);
  const { response, audit } = await answer(event, payload, io.referenceFacts);
  io.out(options.value('format') === 'json' ? `${JSON.stringify(response, null, 2)}\n` : textOf(response));
  io.err(`${JSON.stringify(audit)}\n`);
  if (audit?.fault !== undefined) return EXIT.unusable;
  return response.hookStatus === 'FAILED' ? EXIT.found : EXIT.passed;
}

async function readJson(path: string, io: CommandIo): Promise<unknown> {
  const text = await io.readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`\`${path}\` is not JSON`, 'name a file that holds one event of the hook', { cause });
  }
}

interface Replayed {
  readonly response: HookResponse;
  readonly audit: AuditRecord | undefined;
}

async function answer(event: unknown, payload: string | undefined, facts: Facts): Promise<Replayed> {
  let audit: AuditRecord | undefined;
  const ports: HookPorts = {
    clock: SYSTEM_CLOCK,
    date: () => new Date(),
    fetchPayload: () => (payload === undefined ? Promise.reject(NO_PAYLOAD) : Promise.resolve(payload)),
    codeReader: readerFor,
    readStack: () => Promise.resolve(undefined),
    factSource: () => undefined,
    readFacts: () => facts,
    readSettings: () => DEFAULT_GATE_SETTINGS,
    writeAudit: (record) => (audit = record),
  };
  const response = await runHook(event, { requestId: 'replay', milliseconds: MILLISECONDS }, ports);
  return { response, audit };
}

const NO_PAYLOAD = new GateError('payload-missing', 'this event needs a payload, name its file with `--payload`');

function textOf(response: HookResponse): string {
  const { hookStatus, errorCode, message, annotations } = response;
  const lines = annotations.flatMap(
    ({ annotationName, status, statusMessage, remediationMessage, remediationLink }) => [
      `${status.padEnd(8)}${annotationName}`,
      `        ${statusMessage}`,
      ...(remediationMessage === undefined ? [] : [`        fix: ${remediationMessage}`]),
      ...(remediationLink === undefined ? [] : [`        see: ${remediationLink}`]),
    ],
  );
  return `${[hookStatus + (errorCode === undefined ? '' : ` (${errorCode})`), message, '', ...lines].join('\n')}\n`;
}
