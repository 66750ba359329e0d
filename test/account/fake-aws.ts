import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the fake answers to one action: a result as the API documents it, or an error. */
type Reply = Readonly<Record<string, unknown>> | Failure;
interface Failure {
  readonly error: string;
  readonly status: number;
  readonly message?: string;
}
export type Replies = Readonly<Record<string, Reply | ((input: Input) => Reply | Promise<Reply>)>>;
type Input = Readonly<Record<string, unknown>>;

/** AWS on this machine: answers by `service:Action` what a test put in, in the protocol that the SDK speaks. */
export interface FakeAws {
  /** Every action that was asked for since it was told what to answer, in order. */
  readonly calls: readonly string[];
  readonly reply: (replies: Replies) => void;
  readonly close: () => void;
}

export async function startFakeAws(): Promise<FakeAws> {
  const state: State = { replies: {}, calls: [] };
  const server = createServer((request, response) => {
    void answer(request, response, state);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}`,
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_REGION: 'eu-west-1',
  });
  return {
    get calls() {
      return state.calls;
    },
    reply: (replies) => Object.assign(state, { replies, calls: [] }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface State {
  replies: Replies;
  calls: string[];
}

interface Asked {
  readonly service: string;
  readonly action: string;
  readonly input: Input;
  readonly protocol: 'json' | 'query' | 'rest';
}

async function answer(request: IncomingMessage, response: ServerResponse, { replies, calls }: State): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const asked = askedIn(request, Buffer.concat(chunks).toString());
  const key = `${asked.service}:${asked.action}`;
  calls.push(key);
  const prepared = replies[key];
  if (prepared === undefined) {
    send(response, asked, { error: 'AccessDenied', status: 403 });
    return;
  }
  send(response, asked, typeof prepared === 'function' ? await prepared(asked.input) : prepared);
}

const SCOPE = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//u;

function askedIn({ headers, url = '', method }: IncomingMessage, body: string): Asked {
  const service = SCOPE.exec(headers.authorization ?? '')?.[1] ?? 'unknown';
  const target = headers['x-amz-target'];
  if (typeof target === 'string')
    return { service, action: target.split('.').at(-1) ?? '', input: JSON.parse(body) as Input, protocol: 'json' };
  if (method === 'POST' && body.includes('Action=')) {
    const input = Object.fromEntries(new URLSearchParams(body));
    return { service, action: input['Action'] ?? '', input, protocol: 'query' };
  }
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const input = { path: decodeURIComponent(pathname), ...Object.fromEntries(searchParams) };
  const onBucket = searchParams.has('encryption') ? 'GetEncryptionConfiguration' : 'GetBucketPolicy';
  const onFunction = pathname.endsWith('/configuration') ? 'GetFunctionConfiguration' : 'GetPolicy';
  return { service, action: service === 's3' ? onBucket : onFunction, input, protocol: 'rest' };
}

function send(response: ServerResponse, { action, protocol, service }: Asked, reply: Reply): void {
  if (isError(reply)) {
    const { error, status, message = 'no' } = reply;
    response.writeHead(status, { 'x-amzn-errortype': error, 'content-type': 'application/json' });
    const isXml = protocol === 'query' || service === 's3';
    const detail = `<Error><Code>${error}</Code><Message>${message}</Message></Error>`;
    const xmlError = service === 's3' ? detail : `<ErrorResponse>${detail}</ErrorResponse>`;
    response.end(isXml ? xmlError : JSON.stringify({ __type: error, message }));
    return;
  }
  if (protocol === 'query') {
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<${action}Response><${action}Result>${xml(reply)}</${action}Result></${action}Response>`);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(typeof reply['body'] === 'string' ? reply['body'] : JSON.stringify(reply));
}

function isError(reply: Reply): reply is Failure {
  return 'error' in reply;
}

function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`)
      .join('');
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
