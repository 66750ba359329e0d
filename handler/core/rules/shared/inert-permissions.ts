import type { InvokePermission, StackModel } from '#core/model/stack-model';
import { showText, textOf } from '#core/value/text';
import { sameText } from '#core/value/text-match';
import type { InertGrant } from '../need';
import { resourceRef } from './role-needs';

/** A permission on a function that nobody who calls it makes use of. */
export function inertPermission(
  rule: string,
  { permission, because }: { readonly permission: InvokePermission; readonly because: string },
  model: StackModel,
): InertGrant {
  const { resource, target } = permission;
  const service = serviceOf(permission);
  return {
    rule,
    function: target.function,
    message: `permission \`${resource.logicalId}\` for \`${service}\` has no effect: ${because}`,
    origin: resource.origin,
    action: 'lambda:InvokeFunction',
    resource: resourceRef(target.arn, model, target.logicalId),
    service,
  };
}

export function serviceOf({ principal }: InvokePermission): string {
  return principal === undefined ? '' : showText(principal);
}

/** The principal is not known, or not all of it, and may turn out to be the service. */
export function mayBeFor(permission: InvokePermission, service: string): boolean {
  const { principal } = permission;
  return principal !== undefined && sameText(principal, textOf(service)) === 'unknown';
}
