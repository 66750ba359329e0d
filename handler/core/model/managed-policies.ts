import { factKey, type Facts } from '#core/facts/facts';
import { parsePolicy } from '#core/policy/parse-policy';
import { literalOf, showText, type Text } from '#core/value/text';
import { at, textOfValue, valueOfJson, type Value } from '#core/value/value';
import type { PolicySet, ResourceLookup } from './stack-model';

/** The statements behind a managed policy ARN: of this stack, read as a fact, or unknown. */
export function managedPolicy(value: Value, lookup: ResourceLookup, facts: Facts): PolicySet {
  const arn = textOfValue(value);
  if (arn === undefined) {
    return unread('a managed policy whose ARN is not a string');
  }
  const own = lookup.byArn(arn) ?? lookup.byRef(arn, 'AWS::IAM::ManagedPolicy');
  if (own !== undefined) return policyOfResource(own.properties, own.logicalId);
  const hole = arn.find((part) => typeof part !== 'string');
  if (typeof hole === 'object') return { policies: [], unknowns: [hole.reason] };
  return policyFromFact(arn, facts);
}

function policyOfResource(properties: Value, label: string): PolicySet {
  const document = at(properties, 'PolicyDocument');
  if (document === undefined) return { policies: [], unknowns: [] };
  return { policies: [parsePolicy(document, label)], unknowns: [] };
}

function policyFromFact(arn: Text, facts: Facts): PolicySet {
  const id = literalOf(arn) ?? showText(arn);
  const fact = facts.get(factKey({ kind: 'managed-policy', id }));
  if (fact?.status === 'found') {
    const label = id.slice(id.lastIndexOf('/') + 1);
    const document = valueOfJson(fact.value, { kind: 'fact', fact: `managed policy \`${label}\`` });
    return { policies: [parsePolicy(document, label)], unknowns: [] };
  }
  if (fact?.status === 'unreadable')
    return {
      policies: [],
      unknowns: [{ kind: 'account-state-unreadable', fact: `managed policy \`${id}\``, detail: fact.reason }],
    };
  return unread(`managed policy \`${id}\``);
}

function unread(fact: string): PolicySet {
  return { policies: [], unknowns: [{ kind: 'account-state-not-read', fact }] };
}
