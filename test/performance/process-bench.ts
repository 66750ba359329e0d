import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TemplateFormat } from './generate-template';
import { measure, type Times } from './times';

const CLI = '.dist/cli/main.mjs';

/** The command line, from its start to its end. */
export function checkProcess(runs: number, text: string, format: TemplateFormat): Times {
  return withFile(text, format, (file) =>
    measure(runs, () => {
      const { status } = spawnSync(process.execPath, [CLI, 'check', file]);
      if (status !== 0) throw new Error(`\`${CLI}\` ended with ${status ?? 'a signal'}: run \`npm run build\` first`);
    }),
  );
}

/** The same template in the linter that most people run; nothing where it is not installed. */
export function lintProcess(
  runs: number,
  text: string,
): { readonly version: string; readonly times: Times } | undefined {
  const { status, stdout } = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const times = withFile(text, 'yaml', (file) => measure(runs, () => spawnSync('cfn-lint', ['--', file])));
  return { version: stdout.trim(), times };
}

function withFile(text: string, format: TemplateFormat, action: (file: string) => Times): Times {
  const folder = mkdtempSync(resolve('node_modules/.bench-'));
  const file = join(folder, `template.${format}`);
  try {
    writeFileSync(file, text);
    return action(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
