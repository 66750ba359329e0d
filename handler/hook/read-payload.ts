import type { HookCase } from './hook-case';
import type { Desk } from './hook-ports';
import { parsePayload } from './load-proposal';
import { isWholeStack, type HookRequest } from './request';
import { payloadOfResource, withResource } from './resource-payload';

type Brought = Pick<HookCase, 'request' | 'payload'>;

/** What is to be judged: in the request itself, or behind the URL that it names. */
export async function readPayload(request: HookRequest, desk: Desk): Promise<Brought> {
  const inline = payloadOfResource(request);
  if (inline !== undefined) return { request, payload: inline };
  const text = await desk.stages.measure('payload', () => fetched(request, desk));
  const complete = isWholeStack(request) ? request : withResource(request, text);
  return { request: complete, payload: payloadOfResource(complete) ?? parsePayload(text) };
}

function fetched({ payloadUrl = '' }: HookRequest, { ports, budget }: Desk): Promise<string> {
  return budget.allow(Infinity, () => ports.fetchPayload(payloadUrl, budget));
}
