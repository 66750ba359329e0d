// Bundles the three things that run: the Lambda handler, the CLI and the demo. Runs after `npm ci` (`prepare`).
import { build } from 'esbuild';
import { chmod, copyFile, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

// CommonJS packages inside an ES module bundle still call `require`; the odd names keep clear of minified ones.
const requireShim = "import{createRequire as __cr__}from'node:module';const require=__cr__(import.meta.url);";

/** Tests build into a folder of their own, so that they never run what an older source was built into. */
const root = process.argv[2] ?? '.dist';

/** V8 reads a large literal faster from a JSON string than from source. */
const jsonAsText = {
  name: 'json-as-text',
  setup(bundle) {
    bundle.onLoad({ filter: /schema[\\/]aws[\\/].*\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: 'js' };
    });
  },
};

const shared = {
  plugins: [jsonAsText],
  bundle: true,
  format: 'esm',
  splitting: true,
  platform: 'node',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  legalComments: 'external',
  logLevel: 'warning',
};
const targets = [
  {
    entryPoints: { index: 'handler/index.ts' },
    outdir: `${root}/hook`,
    target: 'node22',
    minify: true,
    banner: { js: requireShim },
  },
  {
    entryPoints: { main: 'handler/cli/main.ts' },
    outdir: `${root}/cli`,
    target: 'node20',
    minify: true,
    banner: { js: `#!/usr/bin/env node\n${requireShim}` },
  },
  { entryPoints: { main: 'test/demo/main.ts' }, outdir: `${root}/demo`, target: 'node20', banner: { js: requireShim } },
];

// Read by `managedPolicyFacts` from the folder of the running bundle.
const dataFiles = ['schema/aws/managed-policies.json', 'schema/aws/managed-policies.bin'];

await rm(root, { recursive: true, force: true });
for (const target of targets) {
  await build({ ...shared, ...target });
  for (const file of dataFiles) await copyFile(file, join(target.outdir, basename(file)));
}
await chmod(`${root}/cli/main.mjs`, 0o755);
