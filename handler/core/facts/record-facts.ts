import { factKey, type FactRequest, type Facts } from './facts';

/** Facts that remember what was asked for in vain: what an edge may read before judging again. */
export interface RecordedFacts extends Facts {
  readonly wanted: () => readonly FactRequest[];
}

export function recordFacts(facts: Facts): RecordedFacts {
  const missing = new Map<string, FactRequest>();
  return {
    get: (request) => {
      const fact = facts.get(request);
      if (fact === undefined) missing.set(request, requestOf(request));
      return fact;
    },
    wanted: () => [...missing.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, request]) => request),
  };
}

/** INVARIANT: keys are made by `factKey`, so the kind stands before the first colon. */
function requestOf(key: string): FactRequest {
  const kind = KINDS.find((each) => key.startsWith(factKey({ kind: each, id: '' })));
  return { kind: kind ?? 'resource-policy', id: key.slice(key.indexOf(':') + 1) };
}

const KINDS: readonly FactRequest['kind'][] = [
  'export',
  'ssm-parameter',
  'iam-role',
  'managed-policy',
  'function',
  'function-configuration',
  'bucket',
  'key',
  'queue',
  'topic',
  'processed-template',
  'resource-policy',
  'encryption',
  'organization-policies',
];
