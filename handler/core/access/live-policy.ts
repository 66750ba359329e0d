import type { Facts } from '#core/facts/facts';
import { deployedArn, leftBehind, standingOf } from '#core/model/deployment';
import type { FunctionTarget, PolicySet, Resource, StackModel } from '#core/model/stack-model';
import { showText } from '#core/value/text';
import { NO_POLICY, openPolicy, readPolicy, type PolicyFact } from './read-policy';

interface Account {
  readonly model: StackModel;
  readonly facts: Facts;
}

/** The policy that a resource of the stack has in the account, where no template gave it one; an update leaves it as it is. */
export function policyByHand(resource: Resource, kind: PolicyFact, { model, facts }: Account): PolicySet {
  const { before } = model.deployment;
  const isRemoved = before?.some(({ resourcePolicies }) => resourcePolicies.has(resource.logicalId)) === true;
  if (isRemoved && !leavesPolicy(model)) return NO_POLICY;
  const live = deployedPolicy(resource, kind, { model, facts, arn: deployedArnOf(resource, model) });
  if (before !== undefined || live.policies.length === 0) return live;
  return notKnown(resource, 'who wrote the policy of');
}

/** Which of them governed the resource is not asked: the account says what is there. */
function leavesPolicy({ deployment, lookup }: StackModel): boolean {
  const left = leftBehind(deployment, lookup);
  const before = deployment.before ?? [];
  return [...left].some((logicalId) => before.some((each) => each.lookup.all.get(logicalId)?.type.endsWith('Policy')));
}

/** What others permitted on a deployed function: statements that no permission of this stack wrote. */
export function permissionsByHand({ function: own, qualifier }: FunctionTarget, account: Account): PolicySet {
  if (own === undefined) return NO_POLICY;
  const arn = deployedArnOf(own.resource, account.model);
  const named = arn === undefined || qualifier === undefined ? arn : `${arn}:${showText(qualifier)}`;
  return withoutOwnStatements(deployedPolicy(own.resource, 'function', { ...account, arn: named }), account.model);
}

/** AWS: the id of a permission that CloudFormation made is the id of its statement. */
export function withoutOwnStatements({ policies, unknowns }: PolicySet, { deployment, lookup }: StackModel): PolicySet {
  if (typeof deployment.deployed !== 'object' || policies.length === 0) return { policies, unknowns };
  const left = leftBehind(deployment, lookup);
  const own = new Set([...deployment.deployed].flatMap(([logicalId, id]) => (left.has(logicalId) ? [] : [id])));
  return {
    policies: policies.map((policy) => ({
      ...policy,
      statements: policy.statements.filter(({ sid }) => sid === undefined || !own.has(sid)),
    })),
    unknowns,
  };
}

interface Deployed extends Account {
  readonly arn: string | undefined;
}

function deployedPolicy(resource: Resource, kind: PolicyFact, { model, facts, arn }: Deployed): PolicySet {
  if (standingOf(resource, model.deployment).kind === 'new') return NO_POLICY;
  return arn === undefined ? notKnown(resource, 'the deployed policy of') : readPolicy(kind, arn, facts);
}

function deployedArnOf(resource: Resource, { deployment, place }: StackModel): string | undefined {
  const standing = standingOf(resource, deployment);
  return standing.kind === 'there' ? deployedArn(resource, standing.physicalId, place) : undefined;
}

function notKnown({ logicalId }: Resource, what: string): PolicySet {
  return openPolicy({ kind: 'account-state-not-read', fact: `${what} \`${logicalId}\`` });
}
