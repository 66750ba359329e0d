import type { PolicyDocument, Statement } from '#core/policy/document';
import { actionMatcher, type ActionMatcher } from './match-action';
import { conditionMatcher, type ConditionMatcher } from './match-condition';
import { resourceMatcher, type PolicySide, type ResourceMatcher } from './match-resource';

/** A statement made ready to be matched many times. */
export interface PreparedStatement {
  readonly policy: PolicyDocument;
  readonly statement: Statement;
  readonly side: PolicySide;
  readonly actions: ActionMatcher | undefined;
  readonly resources: ResourceMatcher | undefined;
  readonly conditions: readonly ConditionMatcher[];
}

const prepared = {
  principal: new WeakMap<PolicyDocument, readonly PreparedStatement[]>(),
  resource: new WeakMap<PolicyDocument, readonly PreparedStatement[]>(),
};

/** The same document may stand on both sides, and reads a little differently there. */
export function preparedStatements(policy: PolicyDocument, side: PolicySide): readonly PreparedStatement[] {
  const known = prepared[side].get(policy);
  if (known !== undefined) return known;
  const made = policy.statements.map((statement) => prepare(policy, statement, side));
  prepared[side].set(policy, made);
  return made;
}

function prepare(policy: PolicyDocument, statement: Statement, side: PolicySide): PreparedStatement {
  const { actions, resources } = statement;
  return {
    policy,
    statement,
    side,
    actions: actions === undefined ? undefined : actionMatcher(actions),
    resources: resources === undefined ? undefined : resourceMatcher(resources, policy.version, side),
    conditions: statement.conditions.map((condition) => conditionMatcher(condition, policy.version, side)),
  };
}
