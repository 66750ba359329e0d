// Bundles the three things that run: the Lambda handler, the CLI and the demo. Runs after `npm ci` (`prepare`).
import { build } from 'esbuild';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

// CommonJS packages inside an ES module bundle still call `require`; the odd names keep clear of minified ones.
const requireShim = "import{createRequire as __cr__}from'node:module';const require=__cr__(import.meta.url);";

/** Tests build into a folder of their own, so that they never run what an older source was built into. */
const root = process.argv[2] ?? '.dist';

/** Reference data stays in files of its own, read when first looked into: compiling it costs every start, also those without need. */
const dataInFiles = (folder) => ({
  name: 'data-in-files',
  setup(bundle) {
    bundle.onLoad({ filter: /schema[\\/]aws[\\/].*\.json$/ }, async ({ path }) => {
      const file = basename(path);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, file), JSON.stringify(JSON.parse(await readFile(path, 'utf8'))));
      const contents = `
        import { readFileSync } from 'node:fs';
        let data;
        const read = () => (data ??= JSON.parse(readFileSync(new URL('./${file}', import.meta.url), 'utf8')));
        export default new Proxy({}, { get: (_, name) => read()[name] });`;
      return { contents, loader: 'js' };
    });
  },
});

const shared = {
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
  await build({ ...shared, ...target, plugins: [dataInFiles(target.outdir)] });
  for (const file of dataFiles) await copyFile(file, join(target.outdir, basename(file)));
}
await chmod(`${root}/cli/main.mjs`, 0o755);
