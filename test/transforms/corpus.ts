import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Json } from './json-template';

/** Public templates with the official translator's output; not part of the project. */
export const CORPUS = resolve('../shared/corpus');
export const hasCorpus = existsSync(CORPUS);

export function translatedFiles(): readonly string[] {
  return filesOf('templates.jsonl').filter((file) => file.includes('/translated/'));
}

/** As published, in JSON and in YAML, and translated. */
export function publicFiles(): readonly string[] {
  return [...filesOf('templates.jsonl'), ...filesOf('as-written.jsonl')];
}

function filesOf(list: string): readonly string[] {
  const rows = readFileSync(join(CORPUS, list), 'utf8').split('\n');
  return rows.flatMap((line) => {
    const row: unknown = line === '' ? undefined : JSON.parse(line);
    return typeof row === 'object' && row !== null && 'file' in row && typeof row.file === 'string' ? [row.file] : [];
  });
}

export function readCorpusJson(file: string): Readonly<Record<string, Json>> {
  const json: unknown = JSON.parse(readFileSync(join(CORPUS, file), 'utf8'));
  if (!isJsonMap(json)) throw new Error(`${file} is no template`);
  return json;
}

function isJsonMap(json: unknown): json is Readonly<Record<string, Json>> {
  return typeof json === 'object' && json !== null;
}

/** The SAM template behind a translated file; a few are written without the declaration, which their test harness adds. */
export function samSource(translated: string): Readonly<Record<string, Json>> {
  const source = readCorpusJson(translated.replace('translated', 'orig'));
  const hasLoops = JSON.stringify(source['Transform'] ?? '').includes('AWS::LanguageExtensions');
  return { ...source, Transform: [...(hasLoops ? ['AWS::LanguageExtensions'] : []), 'AWS::Serverless-2016-10-31'] };
}
