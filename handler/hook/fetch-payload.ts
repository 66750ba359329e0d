import { GateError } from './gate-error';
import { s3Url } from './payload-url';
import type { TimeBudget } from './time-budget';

/** Fetches the payload behind a presigned URL within what is left of the budget. */
export type FetchPayload = (url: string, budget: TimeBudget) => Promise<string>;

const LARGEST_PAYLOAD = 10_000_000;
const ATTEMPTS = 3;
const ATTEMPT_MILLISECONDS = 5_000;
const PAUSE_MILLISECONDS = 200;

type Attempt = { readonly text: string } | { readonly again: GateError };

/** The real fetcher: only URLs of S3, no redirects, bounded in size and time, tried again where that may help. */
export const fetchPayload: FetchPayload = async (url, budget) => {
  const { href } = s3Url(url);
  let failure = unavailable('it was not tried');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const outcome = await attemptOnce(href, budget);
    if ('text' in outcome) return outcome.text;
    failure = outcome.again;
    if (attempt < ATTEMPTS) await budget.pause(PAUSE_MILLISECONDS * attempt);
  }
  throw failure;
};

async function attemptOnce(href: string, budget: TimeBudget): Promise<Attempt> {
  try {
    return await budget.allow(ATTEMPT_MILLISECONDS, async (signal): Promise<Attempt> => {
      const response = await fetch(href, { redirect: 'manual', signal });
      if (response.status === 200) return { text: await readBody(response) };
      await response.body?.cancel();
      const failure = unavailable(`S3 answered with status ${String(response.status)}`);
      if (response.status >= 500) return { again: failure };
      throw failure;
    });
  } catch (error) {
    if (error instanceof GateError && (error.code !== 'time-out' || budget.remaining() <= 0)) throw error;
    return { again: error instanceof GateError ? error : unavailable(connectionFailure(error), error) };
  }
}

async function readBody(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  const stream: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of stream ?? []) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_PAYLOAD)
      throw new GateError('payload-too-large', `the payload is larger than ${LARGEST_PAYLOAD} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function unavailable(why: string, cause?: unknown): GateError {
  return new GateError('payload-unavailable', `the payload could not be fetched: ${why}`, { cause });
}

// Only the system's error code: messages of `fetch` may name the host.
function connectionFailure(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? `connection failed (${code})` : 'connection failed';
}
