import { factKey, type FactKind, type Facts } from '#core/facts/facts';
import type { PolicySet } from '#core/model/stack-model';
import { parsePolicy } from '#core/policy/parse-policy';
import type { UnknownReason } from '#core/value/unknown-reason';
import { entryOf, textOfValue, valueOfJson, type Value } from '#core/value/value';
import { literalOf } from '#core/value/text';

export const NO_POLICY: PolicySet = { policies: [], unknowns: [] };

/** Kinds of facts that are, or hold, the policy of a resource. */
export type PolicyFact = Extract<FactKind, 'function' | 'bucket' | 'key' | 'queue' | 'topic' | 'resource-policy'>;

/** The policy of a resource as the account has it; a name that is not known in full is not asked for. */
export function readPolicy(kind: PolicyFact, arn: string, facts: Facts): PolicySet {
  const words = kind === 'resource-policy' ? `policy of \`${arn}\`` : `policy of ${kind} \`${arn}\``;
  const fact = isOneResource(arn) ? facts.get(factKey({ kind, id: arn })) : undefined;
  switch (fact?.status) {
    case 'found':
      return policyIn(valueOfJson(fact.value, { kind: 'fact', fact: words }), kind, words);
    case 'absent':
      return NO_POLICY;
    case 'unreadable':
      return openPolicy({ kind: 'account-state-unreadable', fact: words, detail: fact.reason });
    case undefined:
      return openPolicy({ kind: 'account-state-not-read', fact: words });
  }
}

/** AWS: what a grant of a key allows, no policy shows, and grants are not read. */
function policyIn(read: Value, kind: PolicyFact, words: string): PolicySet {
  if (kind !== 'key') return { policies: [parsePolicy(read, words)], unknowns: [] };
  const key = literalOf(textOfValue(entryOf(read, 'arn')) ?? []) ?? words;
  const document = entryOf(read, 'policy');
  return {
    policies: document === undefined ? [] : [parsePolicy(document, words)],
    unknowns: [{ kind: 'kms-grant', key }],
  };
}

export function openPolicy(reason: UnknownReason): PolicySet {
  return { policies: [], unknowns: [reason] };
}

/** Neither a pattern over many, nor a text with parts that are not known. */
function isOneResource(arn: string): boolean {
  return arn.startsWith('arn:') && !/[*?${}]/.test(arn);
}
