import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { judge } from '#core/judge';
import type { CodeReader } from '#core/model/sdk-call';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { Finding, Judgement } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';

/** A judgement, or what made judging fail: a fault of ours. */
export type Judged =
  | { readonly kind: 'judged'; readonly judgement: Judgement; readonly milliseconds: number }
  | { readonly kind: 'crashed'; readonly detail: string };

/** The corpus left the code out, and wrote down which calls of the SDK it had seen; what they name is not there. */
const CODE_LEFT_OUT: CodeReader = {
  inline: ({ source }) =>
    (/^# code left out; SDK calls seen: (?<calls>.+)$/.exec(source.trim())?.groups?.['calls'] ?? '')
      .split(', ')
      .filter((call) => call.includes(':'))
      .map((call) => ({
        service: call.slice(0, call.indexOf(':')),
        operation: call.slice(call.indexOf(':') + 1),
        input: { kind: 'unknown' },
        isElsewhere: false,
        file: undefined,
        line: 1,
      })),
  local: new Map(),
};

/** Judges files of the corpus, each once. */
export interface Judge {
  of(file: string): Judged;
}

export function judgeFiles(folder: string, environment: Environment): Judge {
  const facts = managedPolicyFacts('schema/aws');
  const done = new Map<string, Judged>();
  const judgeFile = (file: string): Judged => {
    const text = readFileSync(join(folder, file), 'utf8');
    const start = performance.now();
    try {
      const proposal = { name: file, text, code: CODE_LEFT_OUT, environment, today: '2026-11-01' };
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
