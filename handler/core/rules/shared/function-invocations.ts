import { accountIn, arnOf } from '#core/aws/arn';
import { functionTarget } from '#core/model/functions';
import type { FunctionTarget, LambdaFunction, StackModel } from '#core/model/stack-model';
import { showText, type Text } from '#core/value/text';
import { matchText, sameText } from '#core/value/text-match';
import { oncePer } from '#core/value/once-per';
import { textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { collectNeeds } from './collected-needs';
import { declaredNeeds } from './declared-needs';
import { grantsOf } from './grants';
import { isMeantByLogicalId, resourceMeant } from './meant';
import { isGranted, isReliedOn, referenceTo } from './relied-on';
import { accountOf, resourceRef, roleNeed } from './role-needs';

const INVOKE = 'lambda:InvokeFunction';
/** Until the rule that asks puts its own name there. */
const RULE = 'function-invokes-function';

export interface FunctionInvocation {
  readonly need: Need;
  /** The function called surely belongs to another account. */
  readonly isElsewhere: boolean;
}

/** Calls from function code to functions: shown by a grant, an environment variable or a declaration. */
export function functionInvocations(rule: string, model: StackModel): readonly FunctionInvocation[] {
  return invocations(model).map((each) => ({ ...each, need: { ...each.need, rule } }));
}

/** Several rules ask for them, and each takes some. */
const invocations = oncePer((model: StackModel): readonly FunctionInvocation[] => {
  const granted = grantedCalls(model);
  const needs = collectNeeds([
    ...granted,
    ...referencedCalls(model, granted),
    ...declaredCalls(model),
    ...codedCalls(model),
  ]);
  return needs.map((need) => ({ need, isElsewhere: sameText(need.resource.account, model.place.account) === 'no' }));
});

function grantedCalls(model: StackModel): readonly Need[] {
  const functions = model.functions.map((each) => each.resource);
  return grantsOf(model, INVOKE).flatMap((grant) => {
    const meant = grantedTarget(grant.resource.text, model, functions);
    if (meant === undefined) return [];
    const { target, atMost } = meant;
    const message = `a statement of \`${roleName(grant.function)}\` is meant to let it invoke ${nameOf(target)}`;
    const evidence: Evidence = { kind: 'granted', message, origin: grant.resource.origin };
    const need = callNeed({ caller: grant.function, target, evidence }, model);
    return [{ ...need, atMost }];
  });
}

interface GrantedTarget {
  readonly target: FunctionTarget;
  readonly atMost: Need['atMost'];
}

/** A grant on all versions (`…:*`) says nothing of the plain function; everything else is about the function it names. */
function grantedTarget(
  pattern: Text,
  model: StackModel,
  functions: readonly LambdaFunction['resource'][],
): GrantedTarget | undefined {
  const shown = showText(pattern);
  if (shown.endsWith(':*')) return undefined;
  const exact = functionTarget(pattern, model.names);
  if (exact.function !== undefined && shown.startsWith('arn:')) return { target: exact, atMost: undefined };
  if (isOfAnotherAccount(pattern, model)) return /[*?]/.test(shown) ? undefined : { target: exact, atMost: undefined };
  const meant = resourceMeant(pattern, functions);
  if (meant?.arn === undefined) return undefined;
  return { target: functionTarget(meant.arn, model.names), atMost: doubtOf(pattern, meant, model) };
}

function isOfAnotherAccount(pattern: Text, model: StackModel): boolean {
  const account = accountIn(pattern);
  return account !== undefined && sameText(account, model.place.account) === 'no';
}

/** The function of the same name in another region, or one that only shares the logical id, may be the one that is meant. */
function doubtOf(pattern: Text, meant: LambdaFunction['resource'], model: StackModel): Need['atMost'] {
  const region = arnOf(pattern).parts[3];
  if (region !== undefined && region.length > 0 && matchText(region, model.place.region) === 'no') return 'note';
  return isMeantByLogicalId(pattern, meant) ? 'warn' : undefined;
}

function referencedCalls(model: StackModel, granted: readonly Need[]): readonly Need[] {
  return model.functions.flatMap((caller) =>
    [...caller.environment].flatMap(([variable, value]) => {
      const text = textOfValue(value);
      if (text === undefined) return [];
      const target = functionTarget(text, model.names);
      if (target.function === undefined || target.function === caller) return [];
      const message = `environment variable \`${variable}\` of \`${caller.logicalId}\` names ${nameOf(target)}`;
      const need = callNeed({ caller, target, evidence: { kind: 'referenced', message, origin: value.origin } }, model);
      const relied = isCallReliedOn(caller, { variable, target }, model);
      return [{ ...withGrantOnTheSameFunction(need, target, granted), isReliedOn: relied }];
    }),
  );
}

/** A function or alias that the caller may do something else to may be named for that. */
function isCallReliedOn(
  caller: LambdaFunction,
  { variable, target }: { readonly variable: string; readonly target: FunctionTarget },
  model: StackModel,
): boolean {
  if (target.function === undefined || target.qualifier !== undefined) return false;
  const reference = referenceTo(target.function.resource, { caller, variable }, model);
  return reference !== undefined && !isGranted(reference, model) && isReliedOn(reference, model);
}

/** A grant on the plain function beside a variable that holds its alias: the call is meant, and will be refused. */
function withGrantOnTheSameFunction(need: Need, target: FunctionTarget, granted: readonly Need[]): Need {
  if (target.qualifier === undefined) return need;
  const [first, ...more] = need.evidence;
  const related = granted.filter(
    (each) =>
      each.principal.kind === 'role' &&
      need.principal.kind === 'role' &&
      each.principal.role === need.principal.role &&
      each.resource.logicalId === target.function?.logicalId,
  );
  return { ...need, evidence: [first, ...more, ...related.flatMap((each) => each.evidence)] };
}

function declaredCalls(model: StackModel): readonly Need[] {
  return declaredNeeds(model)
    .filter(({ action }) => action.toLowerCase() === INVOKE.toLowerCase())
    .map((declared) => {
      const target = functionTarget(declared.resource, model.names);
      const evidence: Evidence = {
        kind: 'declared',
        message: `the metadata of \`${declared.function.logicalId}\` declares that it invokes ${nameOf(target)}`,
        origin: declared.origin,
      };
      return callNeed({ caller: declared.function, target, evidence }, model);
    });
}

/** Calls of the SDK that name a function of the stack. */
function codedCalls(model: StackModel): readonly Need[] {
  return model.codeCalls.flatMap(({ function: caller, action, resource, where, origin }) => {
    const target = action === INVOKE && resource !== undefined ? functionTarget(resource, model.names) : undefined;
    if (target?.function === undefined) return [];
    const message = `code of \`${caller.logicalId}\` invokes ${nameOf(target)} (${where})`;
    return [callNeed({ caller, target, evidence: { kind: 'called', message, origin } }, model)];
  });
}

interface Call {
  readonly caller: LambdaFunction;
  readonly target: FunctionTarget;
  readonly evidence: Evidence;
}

function callNeed({ caller, target, evidence }: Call, model: StackModel): Need {
  const inStack = target.function === undefined ? undefined : (target.logicalId ?? target.function.logicalId);
  const resource =
    inStack === undefined
      ? { arn: target.arn, account: accountOf(target.arn, model), logicalId: undefined }
      : resourceRef(target.arn, model, inStack);
  return roleNeed({
    rule: RULE,
    function: caller,
    by: 'function-code',
    action: INVOKE,
    resource,
    evidence: [evidence],
  });
}

function nameOf(target: FunctionTarget): string {
  const name = target.logicalId ?? target.function?.logicalId ?? showText(target.arn);
  return target.qualifier !== undefined && target.logicalId === target.function?.logicalId
    ? `\`${name}:${showText(target.qualifier)}\``
    : `\`${name}\``;
}

function roleName(caller: LambdaFunction): string {
  return caller.role.logicalId ?? showText(caller.role.arn);
}
