import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export interface ImportTime {
  readonly name: string;
  readonly milliseconds: number;
}

const RUNS = 11;
const FOLDER = '.dist/hook';

/** The entry, and what it loads for a template that holds code. */
function bundles(): readonly string[] {
  const reader = readdirSync(FOLDER).filter((file) => file.startsWith('code-reader-'));
  return ['index.mjs', ...reader].map((file) => `${FOLDER}/${file}`);
}

/** How long the runtime waits for the bundle before the first event: the median of fresh processes, run one by one. */
export function benchImport(): Promise<readonly ImportTime[]> {
  return Promise.resolve(bundles().map((bundle) => ({ name: `import ${bundle}`, milliseconds: medianImport(bundle) })));
}

function medianImport(bundle: string): number {
  const times = Array.from({ length: RUNS }, () => importOnce(bundle)).sort((a, b) => a - b);
  return times[Math.floor(RUNS / 2)] ?? Number.NaN;
}

function importOnce(bundle: string): number {
  const script = `const start = performance.now(); await import(${JSON.stringify(pathToFileURL(bundle).href)});
    process.stdout.write(String(performance.now() - start));`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }));
}
