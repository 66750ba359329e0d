import type { Fact, Facts } from '#core/facts/facts';
import { InputError, type ProcessIo } from './command';

/** Account state recorded in a file, before the data that ships with the program. */
export async function readFacts(file: string | undefined, io: ProcessIo): Promise<Facts> {
  if (file === undefined) return io.referenceFacts;
  const recorded = factsOf(await io.readText(file), file);
  return { get: (key) => recorded.get(key) ?? io.referenceFacts.get(key) };
}

function factsOf(text: string, source: string): ReadonlyMap<string, Fact> {
  const document = parseJson(text);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw notFacts(source, 'not a JSON object of facts');
  }
  return new Map(
    Object.entries(document).map(([key, fact]: [string, unknown]) => {
      if (!isFact(fact)) throw notFacts(source, `\`${key}\` is not a fact`);
      return [key, fact];
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFact(value: unknown): value is Fact {
  if (typeof value !== 'object' || value === null || !('status' in value)) return false;
  if (value.status === 'found') return 'value' in value;
  return (
    value.status === 'absent' ||
    (value.status === 'unreadable' && 'reason' in value && typeof value.reason === 'string')
  );
}

function notFacts(source: string, message: string): InputError {
  return new InputError(
    `${source}:1:1: ${message}`,
    'a fact is `{ "status": "found", "value": … }`, `{ "status": "absent" }` or `{ "status": "unreadable", "reason": "…" }`',
  );
}
