import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

export interface ImportTime {
  readonly name: string;
  readonly milliseconds: number;
}

const RUNS = 11;
const BUNDLES = ['.dist/hook/index.mjs'];

/** How long the runtime waits for the bundle before the first event: the median of fresh processes, run one by one. */
export function benchImport(): Promise<readonly ImportTime[]> {
  return Promise.resolve(BUNDLES.map((bundle) => ({ name: `import ${bundle}`, milliseconds: medianImport(bundle) })));
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
