import { accountIn } from '#core/aws/arn';
import { functionTarget } from '#core/model/functions';
import type { FunctionTarget, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, splitText, type Text } from '#core/value/text';
import { textOfValue, type Value } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { resourceRef } from './role-needs';

/** An AWS service that calls a function as itself, because of a resource of the stack. */
export interface ServiceInvocation {
  readonly rule: string;
  readonly service: string;
  /** The name of the service in the region, where permissions may use that as well. */
  readonly regionalName?: Text;
  readonly source: Resource;
  /** What the service sends as `aws:SourceArn`; undefined where that is not documented. */
  readonly sourceArn: Text | undefined;
  /** The function as the source names it. */
  readonly functionName: Text;
  readonly evidence: Evidence;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export function serviceInvokes(invocation: ServiceInvocation, model: StackModel): Need {
  const target = functionTarget(invocation.functionName, model.names);
  const need = needOn(target, invocation, model);
  return isLatest(target) && target.function !== undefined
    ? { ...need, orNeeds: [{ ...need, resource: resourceRef(target.function.arn, model, target.function.logicalId) }] }
    : need;
}

/** AWS: a policy cannot be put on `$LATEST`, and that the one of the function holds for it is not documented. */
function isLatest({ qualifier }: FunctionTarget): boolean {
  return qualifier !== undefined && literalOf(qualifier) === '$LATEST';
}

function needOn(target: FunctionTarget, invocation: ServiceInvocation, model: StackModel): Need {
  return {
    rule: invocation.rule,
    principal: {
      kind: 'service',
      service: invocation.service,
      ...(invocation.regionalName === undefined ? {} : { name: invocation.regionalName }),
      sourceArn: invocation.sourceArn,
      sourceAccount: sourceAccountOf(invocation, model),
      logicalId: invocation.source.logicalId,
    },
    action: 'lambda:InvokeFunction',
    resource: resourceRef(target.arn, model, target.logicalId),
    context: new Map(),
    evidence: [invocation.evidence],
    function: target.function,
  };
}

/** AWS: it is the account of the source, which for a topic elsewhere is not that of the stack; buckets do not say. */
function sourceAccountOf({ sourceArn }: ServiceInvocation, { place }: StackModel): Text | undefined {
  if (sourceArn === undefined) return place.account;
  return accountIn(sourceArn) ?? (splitText(sourceArn, ':').length < ARN_PARTS ? undefined : place.account);
}
const ARN_PARTS = 6;

/** A property that may name a function, and what the service that reads it does. */
export interface NamedTarget {
  readonly rule: string;
  readonly service: string;
  readonly source: Resource;
  readonly sourceArn: Text | undefined;
  readonly target: Value | undefined;
  /** Completes "`Source` …". */
  readonly words: string;
}

/** Nothing where the property names no function. */
export function serviceInvokesTarget(named: NamedTarget, model: StackModel): readonly Need[] {
  const { target, source } = named;
  const functionName = textOfValue(target);
  if (target === undefined || functionName === undefined || !isFunction(functionName, model)) return [];
  const message = `\`${source.logicalId}\` ${named.words}`;
  const evidence: Evidence = { kind: 'wired', message, origin: target.origin };
  return [serviceInvokes({ ...named, functionName, evidence }, model)];
}

/**
 * The same with a role that the source names: the service assumes it, and its policies decide in place of the function's.
 * Of a role that the stack does not make nothing is asked here.
 */
export function roleInvokes(invocation: ServiceInvocation, roleArn: Value, model: StackModel): readonly Need[] {
  const arn = textOfValue(roleArn);
  const role = arn === undefined ? undefined : model.roles.find((each) => showText(each.arn) === showText(arn));
  if (role === undefined) return [];
  const invoke = serviceInvokes(invocation, model);
  return [
    { ...invoke, principal: { kind: 'role', role, by: 'other-service' } },
    {
      ...invoke,
      action: 'sts:AssumeRole',
      resource: { arn: role.arn, account: model.place.account, logicalId: role.logicalId },
    },
  ];
}

/** Targets of rules and subscriptions may be anything; only functions are asked about here. */
export function isFunction(text: Text, model: StackModel): boolean {
  return (
    (functionTarget(text, model.names).function !== undefined && showText(text).includes(':lambda:')) ||
    /^arn:[^:]*:lambda:/.test(showText(text))
  );
}
