import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** An account that a local server plays: `pip install 'moto[server]'`. Where it is missing, CI fails, and others are told. */
export function hasMoto(what: string): boolean {
  const isThere = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;
  if (!isThere) {
    if (process.env['CI'] !== undefined) throw new Error('moto_server is missing: pip install "moto[server]==5.2.1"');
    console.warn(`SKIPPED: ${what} against moto_server, which is not installed here`);
  }
  return isThere;
}

/** Sets the environment so that the SDK talks to it. */
export async function startMoto(region: string): Promise<ChildProcess> {
  const port = await freePort();
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}`,
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_REGION: region,
  });
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answered = await fetch(`http://127.0.0.1:${String(port)}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (answered) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
