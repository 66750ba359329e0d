import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The function's process, and every line it has logged. */
export interface LocalFunction {
  readonly logs: () => readonly string[];
  /** Fails if the process ends before it is stopped; nobody else would answer then. */
  readonly ended: Promise<never>;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly stop: () => Promise<void>;
}

export interface LocalFunctionOptions {
  /** The script that plays the Lambda runtime. */
  readonly runtime: string;
  /** The folder of the bundle that is deployed. */
  readonly taskRoot: string;
  readonly cloudHost: string;
  readonly payloadHost: string;
  /** What the deployed function is given beside it, or in place of it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The Node.js that runs it, with its options; this one, if absent. */
  readonly node?: readonly string[];
}

/** Starts the bundle in a process of its own, with nothing of this machine's environment and no way to AWS. */
export function startLocalFunction(options: LocalFunctionOptions): LocalFunction {
  const [node = process.execPath, ...flags] = options.node ?? [];
  const child = spawn(node, [...flags, options.runtime, 'runtime'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      AWS_LAMBDA_RUNTIME_API: options.cloudHost,
      LAMBDA_TASK_ROOT: options.taskRoot,
      _HANDLER: 'index.handler',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'demo',
      AWS_SECRET_ACCESS_KEY: 'demo',
      AWS_ENDPOINT_URL: `http://${options.cloudHost}`,
      // The SDK warns of Node 20; the function itself runs on 22.
      NODE_NO_WARNINGS: '1',
      DEMO_PAYLOAD_HOST: options.payloadHost,
      ...options.environment,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the function ended by itself with status ${String(code)}`);
  });
  ended.catch(() => undefined);
  return {
    ended,
    logs: () => output.split('\n').filter((line) => line !== ''),
    signal: (name) => void child.kill(name),
    stop: async () => {
      if (child.exitCode === null && child.kill()) await once(child, 'close');
    },
  };
}
