import { request } from 'node:http';

/**
 * The part of AWS Lambda that is not there: asks for events, calls the handler, hands back the answers. As in Lambda,
 * `LAMBDA_TASK_ROOT` and `_HANDLER` say which bundle runs. One URL is answered by the local server in place of S3.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function runRuntime(environment: NodeJS.ProcessEnv): Promise<never> {
  const api = environment['AWS_LAMBDA_RUNTIME_API'] ?? '';
  redirectPayloads(environment['DEMO_PAYLOAD_HOST'] ?? '', `http://${api}/payload`);
  const [file = '', name = ''] = (environment['_HANDLER'] ?? '').split('.');
  const bundle = (await import(`${environment['LAMBDA_TASK_ROOT'] ?? ''}/${file}.mjs`)) as Record<string, Handler>;
  const handler = bundle[name];
  if (handler === undefined) throw new Error(`the bundle exports no \`${name}\``);
  for (;;) await answerNext(`http://${api}/2018-06-01/runtime/invocation`, handler);
}

type Handler = (event: unknown, context: object) => Promise<unknown>;

async function answerNext(base: string, handler: Handler): Promise<void> {
  const next = await call('GET', `${base}/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id') ?? '';
  const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const context = {
    awsRequestId: id,
    invokedFunctionArn: next.headers.get('lambda-runtime-invoked-function-arn') ?? '',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    const answer = await handler(JSON.parse(next.body), context);
    await call('POST', `${base}/${id}/response`, JSON.stringify(answer));
  } catch (error) {
    const errorType = error instanceof Error ? error.name : 'unknown';
    await call('POST', `${base}/${id}/error`, JSON.stringify({ errorType, errorMessage: String(error) }));
  }
}

/** The bundle's own check of the URL stays as it is: what it asks for is still a presigned URL of S3. */
function redirectPayloads(host: string, local: string): void {
  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.host !== host) return Promise.reject(new Error('the demo has no network'));
    return realFetch(`${local}${url.pathname}`, init);
  };
}

interface Reply {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function call(method: 'GET' | 'POST', url: string, body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const headers = Object.entries(response.headers).map(([key, value]) => [key, String(value)] as const);
        resolve({ headers: new Map(headers), body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
