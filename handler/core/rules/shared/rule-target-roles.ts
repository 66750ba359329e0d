import type { Role, StackModel } from '#core/model/stack-model';
import { showText, splitText, textOf, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { deliveryNeeds, serviceIn, type Delivery } from './deliveries';
import { ruleTargets } from './delivery-sources';
import { resourceOf, roleAt, roleCall } from './role-calls';
import { accessToTarget } from './target-access';

/** A target of a rule that is reached with a role. */
export interface RoleTarget {
  readonly delivery: Delivery;
  readonly role: Role;
  readonly roleValue: Value;
  readonly target: Value;
}

/** Functions are asked about where functions are; these are all the others. */
export function roleTargets(model: StackModel): readonly RoleTarget[] {
  return ruleTargets(model).flatMap(({ caller, target }) => {
    const arn = at(target, 'Arn');
    const text = textOfValue(arn);
    const roleValue = at(target, 'RoleArn');
    const role = roleAt(target, ['RoleArn'], model);
    if (arn === undefined || text === undefined || roleValue === undefined || role === undefined) return [];
    if (serviceIn(text) === 'lambda') return [];
    const name = model.lookup.byArn(text)?.logicalId ?? showText(text);
    const message = `rule \`${caller.source.logicalId}\` targets \`${name}\` with a role`;
    const evidence: Evidence = { kind: 'wired', message, origin: arn.origin };
    return [{ delivery: { ...caller, target: text, evidence }, role, roleValue, target }];
  });
}

/**
 * What the role of a target must be able to do.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
 */
export function roleTargetNeeds(
  rule: string,
  { delivery, role, target }: RoleTarget,
  model: StackModel,
): readonly Need[] {
  const call = (action: string, resource: Need['resource'], orActions?: readonly string[]): Need =>
    roleCall({
      rule,
      role,
      context: action === 'ecs:RunTask' ? new Map([['ecs:cluster', delivery.target]]) : new Map(),
      action,
      ...(orActions === undefined ? {} : { orActions }),
      resource,
      evidence: delivery.evidence,
    });
  const access = accessToTarget(delivery.target, model);
  if (access !== undefined) return [call(access.action, access.resource, access.orActions)];
  if (isApiDestination(delivery.target))
    return [call('events:InvokeApiDestination', resourceOf(delivery.target, model))];
  return serviceIn(delivery.target) === 'ecs' ? taskNeeds(target, call, model) : [];
}

function isApiDestination(arn: Text): boolean {
  return serviceIn(arn) === 'events' && showText(splitText(arn, ':')[5] ?? []).startsWith('api-destination/');
}

/** AWS: what is allowed on `family:*`, or on the family without a revision, is looked at with the revision that runs. */
function taskNeeds(
  target: Value,
  call: (action: string, resource: Need['resource']) => Need,
  model: StackModel,
): readonly Need[] {
  const task = textOfValue(at(target, 'EcsParameters', 'TaskDefinitionArn'));
  return task === undefined ? [] : [call('ecs:RunTask', resourceOf(task, model))];
}

/** AWS: its pages disagree whether queues and topics are reached with the role; where their own policy allows it, nothing is said. */
export function orAsService(need: Need, { delivery }: RoleTarget, model: StackModel): Need {
  const service = serviceIn(delivery.target);
  if (service !== 'sqs' && service !== 'sns') return need;
  return { ...need, orNeeds: deliveryNeeds(need.rule, [delivery], model) };
}

/** Services whose targets EventBridge rejects without a role. */
const ROLE_REQUIRED: ReadonlySet<string> = new Set(['states', 'kinesis', 'firehose', 'ecs']);

export interface RolelessTarget {
  readonly delivery: Delivery;
  readonly action: string;
}

/** A role of the rule itself may stand in for that of the target; then nothing is missing for sure. */
export function rolelessTargets(model: StackModel): readonly RolelessTarget[] {
  return ruleTargets(model).flatMap(({ caller, target }) => {
    const arn = at(target, 'Arn');
    const text = textOfValue(arn) ?? textOf();
    const hasRole = at(target, 'RoleArn') !== undefined || at(caller.source.properties, 'RoleArn') !== undefined;
    if (arn === undefined || hasRole || isOpen(target) || !ROLE_REQUIRED.has(serviceIn(text) ?? '')) return [];
    const action = accessToTarget(text, model)?.action ?? 'ecs:RunTask';
    const message = `rule \`${caller.source.logicalId}\` targets it`;
    return [
      { delivery: { ...caller, target: text, evidence: { kind: 'wired', message, origin: arn.origin } }, action },
    ];
  });
}

function isOpen(value: Value): boolean {
  return value.kind !== 'map' || value.open !== undefined;
}
