import { decide } from '#core/iam/decide';
import type { AccessRequest, ContextKey, PolicyLayer, PolicyLayers, RequestPrincipal } from '#core/iam/request';
import type { PolicyDocument } from '#core/policy/document';
import { parsePolicy } from '#core/policy/parse-policy';
import { valueOfJson } from '#core/value/value';
import fc from 'fast-check';
import {
  policiesArbitrary,
  requestArbitrary,
  resourceStatementArbitrary,
  statementArbitrary,
} from './generated-policies';
import { Contested, naivelyDecide, type NaivePolicies, type NaivePolicy, type NaiveRequest } from './naive-evaluator';

describe('the decision', () => {
  it('is that of a naive evaluator on everything that is known', () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(requestArbitrary, policiesArbitrary, (request, policies) => {
        const expected = naivelyOrNothing(request, policies);
        fc.pre(expected !== undefined);
        outcomes.set(expected, (outcomes.get(expected) ?? 0) + 1);
        expect(decide(requestOf(request), layersOf(policies, request)).outcome).toBe(expected);
      }),
      { numRuns: 25_000 },
    );
    for (const outcome of ['allow', 'implicit-deny', 'explicit-deny'])
      expect(outcomes.get(outcome)).toBeGreaterThan(1000);
  });

  it('is never turned into an allow by one more deny', () => {
    fc.assert(
      fc.property(
        requestArbitrary,
        policiesArbitrary,
        resourceStatementArbitrary,
        (...[request, policies, statement]) => {
          const before = outcomeOf(request, policies);
          const denied = { ...statement, Effect: 'Deny' as const };
          const after = outcomeOf(request, {
            ...policies,
            resource: [...(policies.resource ?? []), documentOf(denied)],
          });
          if (before !== 'allow') expect(after).not.toBe('allow');
          if (before === 'explicit-deny') expect(after).toBe('explicit-deny');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('stays an allow with one more allow', () => {
    fc.assert(
      fc.property(requestArbitrary, policiesArbitrary, statementArbitrary, (...[request, policies, statement]) => {
        fc.pre(outcomeOf(request, policies) === 'allow');
        const allowed = documentOf({ ...statement, Effect: 'Allow' });
        expect(outcomeOf(request, { ...policies, identity: [...policies.identity, allowed] })).toBe('allow');
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the order of policies and statements', () => {
    fc.assert(
      fc.property(requestArbitrary, policiesArbitrary, (request, policies) => {
        const turned = (list: readonly NaivePolicy[]) =>
          list.map((policy) => ({ ...policy, Statement: policy.Statement.toReversed() })).toReversed();
        const other: NaivePolicies = {
          identity: turned(policies.identity),
          boundary: policies.boundary && turned(policies.boundary),
          session: policies.session && turned(policies.session),
          scps: policies.scps.map(turned).toReversed(),
          rcps: policies.rcps.map(turned),
          resource: policies.resource && turned(policies.resource),
          endpoint: policies.endpoint && turned(policies.endpoint),
        };
        const left = decide(requestOf(request), layersOf(policies, request));
        const right = decide(requestOf(request), layersOf(other, request));
        expect({ ...right, layers: [], closest: 0 }).toEqual({ ...left, layers: [], closest: 0 });
      }),
      { numRuns: 1000 },
    );
  });
});

function outcomeOf(request: NaiveRequest, policies: NaivePolicies): string {
  return decide(requestOf(request), layersOf(policies, request)).outcome;
}

function documentOf(statement: NaivePolicy['Statement'][number]): NaivePolicy {
  return { Version: '2012-10-17', Statement: [statement] };
}

function naivelyOrNothing(request: NaiveRequest, policies: NaivePolicies): string | undefined {
  try {
    return naivelyDecide(request, withResource(policies, request));
  } catch (error) {
    if (error instanceof Contested) return undefined;
    throw error;
  }
}

/** Keys and roles always have a policy. */
function withResource(policies: NaivePolicies, { action }: NaiveRequest): NaivePolicies {
  return policies.resource === undefined && /^(kms|sts):/.test(action) ? { ...policies, resource: [] } : policies;
}

function requestOf({ caller, action, resource, owner, context }: NaiveRequest): AccessRequest {
  const keys = Object.entries(context).map(([key, value]): [string, ContextKey] => [
    key.toLowerCase(),
    typeof value === 'string'
      ? { present: 'yes', values: [[value]] }
      : { present: 'yes', values: value.map((item) => [item]), multivalued: true },
  ]);
  return {
    principal: principalOf(caller),
    action,
    resource: [resource],
    resourceAccount: [owner],
    context: { keys: new Map(keys), others: 'absent' },
  };
}

function principalOf(caller: NaiveRequest['caller']): RequestPrincipal {
  switch (caller.kind) {
    case 'session':
      return { kind: 'role-session', sessionArn: [caller.session], roleArn: [caller.role], account: [caller.account] };
    case 'user':
      return { kind: 'user', arn: [caller.user], account: [caller.account] };
    case 'root':
      return { kind: 'root', account: [caller.account] };
    case 'service':
      return { kind: 'service', service: [caller.service] };
    case 'anonymous':
      return caller;
  }
}

function layersOf(policies: NaivePolicies, request: NaiveRequest): PolicyLayers {
  const { identity, boundary, session, scps, rcps, resource, endpoint } = withResource(policies, request);
  const level = (list: readonly NaivePolicy[], index: number) => ({ level: String(index), ...layerOf(list) });
  return {
    identity: layerOf(identity),
    boundary: boundary && layerOf(boundary),
    session: session && layerOf(session),
    scps: scps.map(level),
    rcps: rcps.map(level),
    resource: resource && layerOf(resource),
    endpoint: endpoint && layerOf(endpoint),
  };
}

const parsed = new WeakMap<NaivePolicy, PolicyDocument>();

function layerOf(policies: readonly NaivePolicy[]): PolicyLayer {
  return { policies: policies.map(parsedOnce), unknowns: [] };
}

function parsedOnce(policy: NaivePolicy): PolicyDocument {
  const known = parsed.get(policy);
  if (known !== undefined) return known;
  const document = parsePolicy(valueOfJson(policy, { kind: 'input', path: undefined }), 'generated');
  parsed.set(policy, document);
  return document;
}
