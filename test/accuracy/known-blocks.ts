import { readFileSync } from 'node:fs';
import type { Finding } from '#core/verdict/judgement';
import type { Template } from './corpus';

/** Block findings on a published template that were read and are true bugs of the template. */
interface KnownBlocks {
  /** `<repo>/<path>`. */
  readonly template: string;
  readonly keys: readonly string[];
  readonly why: string;
}

export type IsKnown = (template: Template, finding: Finding) => boolean;

export function readKnownBlocks(): IsKnown {
  const rows = JSON.parse(readFileSync('test/accuracy/known-true-blocks.json', 'utf8')) as readonly KnownBlocks[];
  const known = new Set(rows.flatMap(({ template, keys }) => keys.map((key) => `${template} ${key}`)));
  return (template, { key }) => known.has(`${nameOf(template)} ${key}`);
}

export function nameOf({ repo, path }: { readonly repo: string; readonly path: string }): string {
  return `${repo}/${path}`;
}
