import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTemplate } from '#core/template/parse-template';
import type { MapNode } from '#core/template/node';

export const FOLDER = join(__dirname, 'sam');

/** Our SAM templates, by file name. */
export function ourTemplates(): ReadonlyMap<string, MapNode> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
  return new Map(files.map((file) => [file, read(file)]));
}

function read(file: string): MapNode {
  const { template, problems } = parseTemplate(readFileSync(join(FOLDER, file), 'utf8'));
  if (template === undefined) throw new Error(`${file}: ${JSON.stringify(problems)}`);
  return template.root;
}
