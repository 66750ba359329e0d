import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { judge } from '#core/judge';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { Finding, Judgement } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { codeLeftOut } from './code-left-out';
import type { Corpus } from './corpus';

/** A judgement, or what made judging fail: a fault of ours. */
export type Judged =
  | { readonly kind: 'judged'; readonly judgement: Judgement; readonly milliseconds: number }
  | { readonly kind: 'crashed'; readonly detail: string };

/** Judges files of the corpus, each once. */
export interface Judge {
  of(file: string): Judged;
}

export function judgeFiles(corpus: Corpus, environment: Environment): Judge {
  const { folder } = corpus;
  const codeOf = codeLeftOut(corpus);
  const facts = managedPolicyFacts('schema/aws');
  const done = new Map<string, Judged>();
  const judgeFile = (file: string): Judged => {
    const text = readFileSync(join(folder, file), 'utf8');
    const start = performance.now();
    try {
      const proposal = { name: file, text, code: codeOf(file), environment, today: '2026-11-01' };
      const judgement = judge(proposal, facts, DEFAULT_SETTINGS);
      return { kind: 'judged', judgement, milliseconds: performance.now() - start };
    } catch (error) {
      return { kind: 'crashed', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  return {
    of: (file) => {
      const known = done.get(file) ?? judgeFile(file);
      done.set(file, known);
      return known;
    },
  };
}

export function findingsOf(judged: Judged): readonly Finding[] {
  return judged.kind === 'judged' ? judged.judgement.findings : [];
}

export function isLoud({ level }: Finding): boolean {
  return level !== 'note';
}
