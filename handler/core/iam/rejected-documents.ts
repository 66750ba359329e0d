import type { PolicyDocument, PolicyProblem } from '#core/policy/document';
import { problemsOfKind, type PolicyKind } from '#core/policy/policy-kind-problems';
import type { PolicyLayers } from './request';

/** What AWS would reject, or read otherwise than it looks, in the policies of a request. */
export function problemsOfLayers(layers: PolicyLayers, action: string): readonly PolicyProblem[] {
  const { identity, boundary, session, scps, rcps, resource, endpoint, behind } = layers;
  const own = [identity, boundary, session, ...scps].flatMap((layer) => layer?.policies ?? []);
  return [
    ...own.flatMap((policy) => problemsOf(policy, 'identity')),
    ...rcps.flatMap(({ policies }) => policies).flatMap((policy) => problemsOf(policy, 'resource')),
    ...[endpoint, behind?.policy]
      .flatMap((layer) => layer?.policies ?? [])
      .flatMap((policy) => problemsOf(policy, 'resource')),
    ...(resource?.policies ?? []).flatMap((policy) => problemsOf(policy, kindOf(action.toLowerCase()))),
  ];
}

function problemsOf(policy: PolicyDocument, kind: PolicyKind): readonly PolicyProblem[] {
  return [...policy.problems, ...problemsOfKind(policy, kind)];
}

function kindOf(action: string): PolicyKind {
  if (action.startsWith('sts:')) return 'trust';
  return action.startsWith('kms:') ? 'key' : 'resource';
}
