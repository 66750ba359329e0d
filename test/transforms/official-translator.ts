import { spawnSync } from 'node:child_process';
import type { Json } from './json-template';

// Reads `{ name: template }` and writes `{ name: { template } | { error } }`.
const SCRIPT = `
import json, sys
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.model.exceptions import InvalidDocumentException
results = {}
for name, template in json.load(sys.stdin).items():
    try:
        results[name] = {"template": Translator({}, Parser()).translate(template, {})}
    except InvalidDocumentException as error:
        results[name] = {"error": "; ".join(cause.message for cause in error.causes)}
json.dump(results, sys.stdout)
`;

export interface Translation {
  readonly template?: Json;
  readonly error?: string;
}

export function isTranslatorInstalled(): boolean {
  const isThere = spawnSync('python3', ['-c', 'import samtranslator']).status === 0;
  if (!isThere && process.env['CI'] !== undefined)
    throw new Error('the official translator is missing: pip install aws-sam-translator');
  return isThere;
}

/** What AWS's own translator (Python `aws-sam-translator`) makes of templates, by name. */
export function translateOfficially(templates: ReadonlyMap<string, Json>): ReadonlyMap<string, Translation> {
  const run = spawnSync('python3', ['-c', SCRIPT], {
    input: JSON.stringify(Object.fromEntries(templates)),
    env: { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' },
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return new Map(Object.entries(readTranslations(run.stdout)));
}

function readTranslations(text: string): Readonly<Record<string, Translation>> {
  const parsed: unknown = JSON.parse(text);
  if (!isTranslations(parsed)) throw new Error('the translator answered something else');
  return parsed;
}

function isTranslations(parsed: unknown): parsed is Readonly<Record<string, Translation>> {
  return typeof parsed === 'object' && parsed !== null;
}
