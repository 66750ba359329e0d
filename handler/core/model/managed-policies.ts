import { factKey, type Fact, type Facts } from '#core/facts/facts';
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
    return policyIn(fact, id.slice(id.lastIndexOf('/') + 1));
  }
  if (fact?.status === 'unreadable')
    return {
      policies: [],
      unknowns: [{ kind: 'account-state-unreadable', fact: `managed policy \`${id}\``, detail: fact.reason }],
    };
  return unread(`managed policy \`${id}\``);
}

type FoundFact = Extract<Fact, { status: 'found' }>;

/** One object for all roles that a policy is attached to, so that what is found out of it is found once. */
const policyInFact = new WeakMap<FoundFact, Map<string, PolicySet>>();

function policyIn(fact: FoundFact, label: string): PolicySet {
  const known = policyInFact.get(fact) ?? new Map<string, PolicySet>();
  policyInFact.set(fact, known);
  const policy = known.get(label) ?? readPolicy(fact, label);
  known.set(label, policy);
  return policy;
}

function readPolicy({ value }: FoundFact, label: string): PolicySet {
  const document = valueOfJson(value, { kind: 'fact', fact: `managed policy \`${label}\`` });
  return { policies: [parsePolicy(document, label)], unknowns: [] };
}

function unread(fact: string): PolicySet {
  return { policies: [], unknowns: [{ kind: 'account-state-not-read', fact }] };
}
