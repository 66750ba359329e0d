import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const DEADLINE_MILLISECONDS = 29_000;
const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:permission-hook:live';

/** The services around the function, on this machine only: Lambda's Runtime API, S3 for payloads, CloudFormation. */
export interface LocalCloud {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Invokes the function that asks at the Runtime API, and waits for its answer. */
  readonly invoke: (event: object) => Promise<unknown>;
  readonly putPayload: (key: string, payload: object) => void;
  readonly close: () => void;
}

/** `functionArn` is the version or alias that is invoked, which tells the function its own account and region. */
export async function startLocalCloud(functionArn = FUNCTION_ARN): Promise<LocalCloud> {
  const payloads = new Map<string, string>();
  const invocations = invocationQueue();
  const server = createServer((request, response) => {
    void route(request, response, { payloads, invocations, functionArn });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    host: `127.0.0.1:${String(port)}`,
    invoke: invocations.invoke,
    putPayload: (key, payload) => payloads.set(key, JSON.stringify(payload)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Invocation {
  readonly id: string;
  readonly event: object;
  readonly settle: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** Hands each event to whoever asks next, and each answer to whoever invoked. */
function invocationQueue() {
  const waiting: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let wake: (() => void) | undefined;
  let count = 0;
  return {
    invoke: (event: object) =>
      new Promise<unknown>((settle, fail) => {
        count += 1;
        waiting.push({ id: `demo-${String(count)}`, event, settle, fail });
        wake?.();
      }),
    next: async (): Promise<Invocation> => {
      for (;;) {
        const invocation = waiting.shift();
        if (invocation !== undefined) {
          running.set(invocation.id, invocation);
          return invocation;
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    finish: (id: string, outcome: string, body: string) => {
      const invocation = running.get(id);
      running.delete(id);
      if (outcome === 'response') invocation?.settle(JSON.parse(body));
      else invocation?.fail(new Error(`the function failed: ${body}`));
    },
  };
}

interface Services {
  readonly payloads: ReadonlyMap<string, string>;
  readonly invocations: ReturnType<typeof invocationQueue>;
  readonly functionArn: string;
}

async function route(request: IncomingMessage, response: ServerResponse, services: Services): Promise<void> {
  const body = await bodyOf(request);
  const path = request.url ?? '/';
  const [, id = '', outcome = ''] = /\/runtime\/invocation\/([^/]+)(?:\/(response|error))?$/.exec(path) ?? [];
  if (id === 'next') return sendNext(response, services);
  if (id !== '') {
    services.invocations.finish(id, outcome, body);
    return void response.writeHead(202).end('{}');
  }
  const payload = services.payloads.get(path.replace('/payload/', ''));
  if (payload !== undefined) return void response.end(payload);
  if (body.includes('Action=DescribeStacks')) return void response.end(describeStacks());
  // The demo's account shows its stacks and nothing else: what is unknown of it stays unknown, and never blocks.
  response.writeHead(403).end('<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>');
}

async function sendNext(response: ServerResponse, { invocations, functionArn }: Services): Promise<void> {
  const { id, event } = await invocations.next();
  response.setHeader('Lambda-Runtime-Aws-Request-Id', id);
  response.setHeader('Lambda-Runtime-Deadline-Ms', String(Date.now() + DEADLINE_MILLISECONDS));
  response.setHeader('Lambda-Runtime-Invoked-Function-Arn', functionArn);
  response.end(JSON.stringify(event));
}

// The hook asks CloudFormation for the values of parameters; the stacks of the demo have none.
function describeStacks(): string {
  const stack = '<member><StackName>demo</StackName><StackStatus>CREATE_IN_PROGRESS</StackStatus></member>';
  const result = `<DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult>`;
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">${result}</DescribeStacksResponse>`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
