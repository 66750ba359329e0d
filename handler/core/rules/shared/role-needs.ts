import { accountIn } from '#core/aws/arn';
import type { AnyFunction, LambdaFunction, Role, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import type { Text } from '#core/value/text';
import type { Evidence, Need, PrincipalRef, ResourceRef } from '../need';

/** What a role of a function must be able to do. */
export interface RoleAccess {
  readonly rule: string;
  readonly function: AnyFunction;
  readonly by: 'function-code' | 'lambda-service';
  readonly action: string;
  readonly resource: ResourceRef;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  readonly context?: ReadonlyMap<string, Text>;
  readonly origin?: Origin;
  readonly atMost?: Need['atMost'];
}

const NO_CONTEXT: ReadonlyMap<string, Text> = new Map();

export function roleNeed(access: RoleAccess): Need {
  const principal: PrincipalRef = { kind: 'role', role: access.function.role, by: access.by };
  return {
    rule: access.rule,
    principal,
    action: access.action,
    resource: access.resource,
    context: access.context ?? NO_CONTEXT,
    evidence: access.evidence,
    function: access.function,
    ...(access.origin === undefined ? {} : { origin: access.origin }),
    atMost: access.atMost,
  };
}

/** Roles that functions run with, each with the first function that does: what a role may do is asked once. */
export function functionByRole(model: StackModel): ReadonlyMap<Role, LambdaFunction> {
  const found = new Map<Role, LambdaFunction>();
  for (const each of model.functions) {
    if (!found.has(each.role)) found.set(each.role, each);
  }
  return found;
}

/** The account in an ARN; bucket ARNs carry none, and the account is then taken to be the stack's. */
export function accountOf(arn: Text, model: StackModel): Text {
  return accountIn(arn) ?? model.place.account;
}

export function resourceRef(arn: Text, model: StackModel, logicalId?: string): ResourceRef {
  return { arn, account: logicalId === undefined ? accountOf(arn, model) : model.place.account, logicalId };
}
