// Runs a TypeScript script of this repository: `node test/config/run-ts.mjs <script.ts> [arguments]`.
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [script, ...rest] = process.argv.slice(2);
// Inside the repository, so that packages are found; from wherever it is started.
const folder = await mkdtemp(fileURLToPath(new URL('../../node_modules/.run-', import.meta.url)));
try {
  const outfile = join(folder, 'script.mjs');
  await build({
    entryPoints: [script],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  process.argv = [process.argv[0], script, ...rest];
  await import(pathToFileURL(outfile).href);
} finally {
  await rm(folder, { recursive: true, force: true });
}
