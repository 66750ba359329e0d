import { factKey, type Facts } from '#core/facts/facts';
import type { StackPlace } from '#core/intrinsics/resolved-template';
import { literalOf, showText, textOf, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { at, entryOf, itemsOf, textOfValue, valueOfJson, type Value } from '#core/value/value';
import { deployedRoleArn, leftBehind, standingOf } from './deployment';
import { EMPTY_POLICY_SET, joinPolicySets, policySetOf } from './policy-sets';
import type { Deployment, PolicySet, Resource, ResourceLookup } from './stack-model';

/** A role as it is in the account. */
interface LiveRole {
  readonly policies: readonly LivePolicy[];
  readonly boundary: PolicySet | undefined;
  readonly trust: PolicySet;
}
export interface LivePolicy {
  /** The name of an inline policy, the ARN of an attached one. */
  readonly id: string | undefined;
  readonly policy: PolicySet;
}
type ReadRole = LiveRole | { readonly why: UnknownReason };

/** What was read of a role by its ARN, or why nothing is known of it. */
export function readRole(arn: Text, facts: Facts): ReadRole {
  const words = `role \`${showText(arn)}\``;
  const id = literalOf(arn);
  const fact = id?.startsWith('arn:') !== true ? undefined : facts.get(factKey({ kind: 'iam-role', id }));
  switch (fact?.status) {
    case 'found':
      return liveRole(valueOfJson(fact.value, { kind: 'fact', fact: words }), words);
    case 'absent':
      return { why: { kind: 'account-state-unreadable', fact: words, detail: 'there is no such role' } };
    case 'unreadable':
      return { why: { kind: 'account-state-unreadable', fact: words, detail: fact.reason } };
    case undefined:
      return { why: { kind: 'account-state-not-read', fact: words } };
  }
}

function liveRole(read: Value, words: string): LiveRole {
  const boundary = entryOf(read, 'boundary');
  return {
    policies: itemsOf(entryOf(read, 'policies')).map((each) => livePolicy(each, words)),
    boundary: boundary === undefined ? undefined : livePolicy(boundary, `boundary of ${words}`).policy,
    trust: policySetOf(entryOf(read, 'trust'), `trust policy of ${words}`),
  };
}

function livePolicy(read: Value, words: string): LivePolicy {
  const id = literalOf(textOfValue(entryOf(read, 'arn') ?? entryOf(read, 'name')) ?? []);
  const label = id === undefined || id === '' ? words : `\`${id.slice(id.lastIndexOf('/') + 1)}\` of ${words}`;
  const unread = textOfValue(entryOf(read, 'unread'));
  if (unread === undefined) return { id, policy: policySetOf(entryOf(read, 'document'), label) };
  const reason: UnknownReason = { kind: 'account-state-unreadable', fact: label, detail: showText(unread) };
  return { id, policy: { policies: [], unknowns: [reason] } };
}

export interface RoleOfStack {
  readonly lookup: ResourceLookup;
  readonly facts: Facts;
  readonly place: StackPlace;
  readonly deployment: Deployment;
}

/** What a role of the stack has in the account beside what the template gives it; an update leaves that as it is. */
export function besideTemplate(
  role: Resource,
  stack: RoleOfStack,
): { readonly identity: PolicySet; readonly boundary: PolicySet | undefined } {
  const standing = standingOf(role, stack.deployment);
  if (standing.kind === 'new') return NOTHING_BESIDE;
  const words = `role \`${role.logicalId}\` as it is deployed`;
  if (standing.kind === 'unknown') return unknownBeside({ kind: 'account-state-not-read', fact: words });
  const path = textOfValue(at(role.properties, 'Path')) ?? textOf('/');
  const arn = deployedRoleArn(standing.physicalId, path, stack.place);
  const live = arn === undefined ? undefined : readRole([arn], stack.facts);
  if (live === undefined) return unknownBeside({ kind: 'account-state-not-read', fact: words });
  if ('why' in live) return unknownBeside(live.why);
  const written = writtenPolicies(role, stack);
  return {
    identity: joinPolicySets(live.policies.map((each) => ifByHand(each, written, stack))),
    boundary: hadBoundary(role, stack.deployment) ? undefined : live.boundary,
  };
}

const NOTHING_BESIDE = { identity: EMPTY_POLICY_SET, boundary: undefined };

function unknownBeside(reason: UnknownReason) {
  return { identity: { policies: [], unknowns: [reason] }, boundary: undefined };
}

/** A policy that no template wrote stays; one that a template wrote is what the new template says, or gone. */
function ifByHand({ id, policy }: LivePolicy, written: readonly Text[], { deployment }: RoleOfStack): PolicySet {
  if (id === undefined) return policy;
  if (written.some((text) => literalOf(text) === id)) return EMPTY_POLICY_SET;
  const mayBeWritten = deployment.before === undefined || written.some((text) => literalOf(text) === undefined);
  if (!mayBeWritten) return policy;
  const reason: UnknownReason = { kind: 'account-state-not-read', fact: `who attached policy \`${id}\`` };
  return { policies: [], unknowns: [reason] };
}

/** Names and ARNs of the policies that the template, or the one before it, gives the role. */
function writtenPolicies(role: Resource, { lookup, deployment }: RoleOfStack): readonly Text[] {
  const left = leftBehind(deployment, lookup);
  const earlier = (deployment.before ?? []).flatMap((each) => {
    const before = each.lookup.all.get(role.logicalId);
    return before === undefined ? [] : policiesIn(before, each.lookup, { deployment, left });
  });
  return [...policiesIn(role, lookup, { deployment, left }), ...earlier];
}

interface Deploying {
  readonly deployment: Deployment;
  readonly left: ReadonlySet<string>;
}

function policiesIn(role: Resource, lookup: ResourceLookup, { deployment, left }: Deploying): readonly Text[] {
  const names = itemsOf(at(role.properties, 'Policies')).map((each) => textOfValue(entryOf(each, 'PolicyName')));
  const managed = itemsOf(at(role.properties, 'ManagedPolicyArns')).map((each) => textOfValue(each));
  const attached = lookup
    .ofType('AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy')
    .filter(({ logicalId }) => !left.has(logicalId))
    .map((each) =>
      each.type === 'AWS::IAM::ManagedPolicy' ? each.ref : textOfValue(at(each.properties, 'PolicyName')),
    );
  return [...names, ...managed, ...attached].flatMap((text) => {
    const known = text === undefined ? undefined : deployedText(text, lookup, deployment);
    return known === undefined ? [] : [known];
  });
}

/** A managed policy of the stack is known in the account by the ARN it has there; a new one is not there yet. */
function deployedText(text: Text, lookup: ResourceLookup, { deployed }: Deployment): Text | undefined {
  const own = lookup.byArn(text) ?? lookup.byRef(text, 'AWS::IAM::ManagedPolicy');
  if (own === undefined || typeof deployed !== 'object') return text;
  const physicalId = deployed.get(own.logicalId);
  return physicalId === undefined ? undefined : [physicalId];
}

function hadBoundary({ logicalId }: Resource, { before }: Deployment): boolean {
  return (
    before?.every(({ lookup }) => at(lookup.all.get(logicalId)?.properties, 'PermissionsBoundary') === undefined) !==
    true
  );
}
