import { readFileSync } from 'node:fs';
import type { Finding } from '#core/verdict/judgement';
import type { Template } from './corpus';

/** A block finding on a published template that was read and is a true bug of the template. */
interface KnownBlock {
  /** `<repo>/<path>`. */
  readonly template: string;
  readonly key: string;
  readonly why: string;
}

export type IsKnown = (template: Template, finding: Finding) => boolean;

export function readKnownBlocks(): IsKnown {
  const rows = JSON.parse(readFileSync('test/accuracy/known-true-blocks.json', 'utf8')) as readonly KnownBlock[];
  const known = new Set(rows.map(({ template, key }) => `${template} ${key}`));
  return (template, { key }) => known.has(`${nameOf(template)} ${key}`);
}

export function nameOf({ repo, path }: { readonly repo: string; readonly path: string }): string {
  return `${repo}/${path}`;
}
