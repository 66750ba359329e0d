import { findTemplates } from '#cli/find-templates';
import { looksLikeTemplate } from '#cli/looks-like-template';
import { readNestedFiles } from '#cli/nested-files';
import { readText } from '#cli/read-text';
import type { Facts } from '#core/facts/facts';
import type { Environment } from '#core/intrinsics/resolved-template';
import { judge } from '#core/judge';
import type { Judgement } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';

/** A template of the folder, or what made judging it fail: a fault of ours. */
export type Judged =
  | { readonly kind: 'judged'; readonly file: string; readonly judgement: Judgement; readonly milliseconds: number }
  | { readonly kind: 'crashed'; readonly file: string; readonly detail: string };

/** Judges each template below a folder by itself, with those nested in it; other files are left out. */
export async function judgeFolder(folder: string, environment: Environment, facts: Facts): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const file of await findTemplates(folder)) {
    const text = await readText(file.path).catch(() => undefined);
    if (text === undefined || !looksLikeTemplate(text)) continue;
    const files = await readNestedFiles(file.path, text, { readText });
    const start = performance.now();
    try {
      const proposal = {
        name: file.path,
        text,
        files,
        environment: { ...file.environment, ...environment },
        today: '2026-11-01',
      };
      const judgement = judge(proposal, facts, DEFAULT_SETTINGS);
      judged.push({ kind: 'judged', file: file.path, judgement, milliseconds: performance.now() - start });
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      judged.push({ kind: 'crashed', file: file.path, detail });
    }
  }
  return judged;
}
