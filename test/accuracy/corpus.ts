import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A published template; `as-written.jsonl` gives neither kind nor tier. */
export interface Template {
  readonly file: string;
  readonly repo: string;
  readonly path: string;
  readonly kind?: 'orig' | 'translated';
  readonly tier?: string;
}

/** A copy of a template with one fault planted in it, or with a harmless edit. */
export interface Edited {
  readonly id: string;
  readonly mutant: string;
  readonly source_file: string;
  readonly kind: string;
  readonly class: string;
  readonly strength: string;
  readonly level: string;
  readonly tier: string;
  readonly ids: readonly string[];
  readonly requirement: Requirement | null;
  readonly why: string;
}

/** The access that the fault takes away; names are logical ids. */
export interface Requirement {
  readonly kind: string;
  readonly fn?: string;
  readonly role?: string;
  readonly target?: string;
  readonly key?: string;
}

/** A published template that a person has read: really broken, or only looking so. */
export interface ReadByHand {
  readonly repo: string;
  readonly path: string;
  readonly ids?: readonly string[];
  readonly class?: string;
  readonly grade?: string;
  readonly looks_like?: string;
}

export interface Corpus {
  readonly folder: string;
  readonly templates: readonly Template[];
  readonly asWritten: readonly Template[];
  readonly mutants: readonly Edited[];
  readonly benign: readonly Edited[];
  readonly trueBugs: readonly ReadByHand[];
  readonly traps: readonly ReadByHand[];
}

export function readCorpus(folder: string): Corpus {
  return {
    folder,
    templates: readRows(folder, 'templates.jsonl') as readonly Template[],
    asWritten: readRows(folder, 'as-written.jsonl') as readonly Template[],
    mutants: [...readEdited(folder, 'mutants.jsonl'), ...readEdited(folder, 'sam-source.jsonl')],
    benign: readEdited(folder, 'benign.jsonl'),
    trueBugs: readRows(folder, 'true_bugs.jsonl') as readonly ReadByHand[],
    traps: readRows(folder, 'traps.jsonl') as readonly ReadByHand[],
  };
}

/** An edit can only be scored beside its intact source. */
function readEdited(folder: string, file: string): readonly Edited[] {
  const rows = readRows(folder, file) as readonly Edited[];
  return rows.filter((row) => existsSync(join(folder, row.source_file)));
}

/** The corpus is trusted: its own README says what a row holds. A file that is not there has no rows. */
function readRows(folder: string, file: string): readonly unknown[] {
  const text = readIfThere(join(folder, file));
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as unknown]));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
