import type { AnyFunction, Role, StackModel } from '#core/model/stack-model';
import { showText, splitText, textOf, type Text } from '#core/value/text';
import type { Evidence, Need, PrincipalRef } from '../need';
import { anyOf } from './api-gateway';
import { resourceOf } from './role-calls';
import { accessToTarget } from './target-access';

/** Something that AWS hands over to a target with a role: an event, a message, a failed batch. */
export interface Handover {
  readonly role: Role;
  readonly by: Extract<PrincipalRef, { kind: 'role' }>['by'];
  /** The function that sends; absent: a function that is the target is the one concerned. */
  readonly sender?: AnyFunction;
  readonly target: Text;
  readonly evidence: Evidence;
}

/** What the role must be allowed; nothing for targets of services that are not looked into. */
export function handoverNeeds(rule: string, handover: Handover, model: StackModel): readonly Need[] {
  const { role, by, sender, target, evidence } = handover;
  const principal: PrincipalRef = { kind: 'role', role, by };
  const common = { rule, principal, context: new Map<string, Text>(), evidence: [evidence] as const, function: sender };
  if (isBucket(target)) {
    const [bucket = target] = splitText(target, '/');
    const object = textOf(bucket, '/', anyOf(`any object of ${showText(bucket)}`, ''));
    return [
      { ...common, action: 's3:PutObject', resource: resourceOf(object, model) },
      { ...common, action: 's3:ListBucket', resource: resourceOf(bucket, model) },
    ];
  }
  const access = accessToTarget(target, model);
  if (access === undefined) return [];
  const { action, orActions, resource } = access;
  const either = orActions === undefined ? {} : { orActions };
  return [{ ...common, action, ...either, resource, function: sender ?? access.function }];
}

function isBucket(target: Text): boolean {
  return /^arn:[^:]+:s3:::/.test(showText(target));
}
