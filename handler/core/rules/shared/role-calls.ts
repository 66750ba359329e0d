import type { AnyFunction, Role, StackModel } from '#core/model/stack-model';
import { showText, splitText, type Text } from '#core/value/text';
import { at, textOfValue, type MapValue, type Value } from '#core/value/value';
import type { Evidence, Need, ResourceRef } from '../need';
import { resourceRef } from './role-needs';

/** What a service does with a role that it was given. */
export interface RoleCall {
  readonly rule: string;
  readonly role: Role;
  readonly action: string;
  readonly orActions?: readonly string[];
  readonly resource: ResourceRef;
  readonly evidence: Evidence;
  readonly context?: ReadonlyMap<string, Text>;
  /** The function that is called, if it is one of the stack. */
  readonly function?: AnyFunction | undefined;
}

/** AWS: a service that was given a role calls with it, and the policy of a function need not name the service. */
export function roleCall(call: RoleCall): Need {
  return {
    rule: call.rule,
    principal: { kind: 'role', role: call.role, by: 'other-service' },
    action: call.action,
    ...(call.orActions === undefined ? {} : { orActions: call.orActions }),
    resource: call.resource,
    context: call.context ?? new Map<string, Text>(),
    evidence: [call.evidence],
    function: call.function,
  };
}

/** The role that a property names by ARN; nothing where there is none. */
export function roleAt(
  properties: MapValue | Value | undefined,
  path: readonly string[],
  model: StackModel,
): Role | undefined {
  const arn = textOfValue(at(properties, ...path));
  return arn === undefined ? undefined : model.roleNamed(arn);
}

/** Of the stack, if the ARN is that of one of its resources; objects belong to their bucket, indexes to their table. */
export function resourceOf(arn: Text, model: StackModel): ResourceRef {
  const [owner = arn] = splitText(arn, showText(arn).includes(':s3:::') ? '/' : '/index/');
  return resourceRef(arn, model, model.lookup.byArn(owner)?.logicalId);
}
