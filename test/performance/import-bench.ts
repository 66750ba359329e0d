import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { timesOf, type Times } from './times';

export interface ImportTime {
  readonly name: string;
  readonly times: Times;
}

const RUNS = 11;
const FOLDER = '.dist/hook';

/** How long the runtime waits for the bundle before the first event: fresh processes, run one by one. */
export function importHook(): Times {
  return timesOfImport(`${FOLDER}/index.mjs`);
}

/** What is loaded after that: the core while the first event comes, the reader of code for a template that holds some. */
export function importParts(): readonly ImportTime[] {
  const parts = readdirSync(FOLDER).filter((file) => /^(judge|code-reader)-.*\.mjs$/.test(file));
  return parts.map((file) => ({ name: `import ${file}`, times: timesOfImport(`${FOLDER}/${file}`) }));
}

function timesOfImport(bundle: string): Times {
  return timesOf(Array.from({ length: RUNS }, () => importOnce(bundle)));
}

// Ends at once: what the bundle loads after its import is not part of it.
function importOnce(bundle: string): number {
  const script = `const start = performance.now(); await import(${JSON.stringify(pathToFileURL(bundle).href)});
    process.stdout.write(String(performance.now() - start), () => process.exit());`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }));
}
