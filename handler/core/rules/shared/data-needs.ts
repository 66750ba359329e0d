import type { CodeCall, EnvironmentReference, StackModel } from '#core/model/stack-model';
import { showText, type Text } from '#core/value/text';
import type { Need } from '../need';
import { collectNeeds } from './collected-needs';
import type { DataAccess } from './data-accesses';
import { grantedNeed, grantedUses, resourceOfService } from './granted-uses';
import { isReliedOn } from './relied-on';
import { formsOf } from './resource-forms';
import { resourceRef, roleNeed } from './role-needs';

/**
 * What functions do to the resources of one service: the actions that a statement of their role or a call of their code names
 * on one; and where only an environment variable names it, any action that code could want it for.
 */
export function dataNeeds(rule: string, access: DataAccess, model: StackModel): readonly Need[] {
  const granted = access.asked
    .flatMap((action) => grantedUses(action, model))
    .filter(({ grant }) => grant.function !== undefined)
    .map((use) => grantedNeed(rule, use, model));
  const called = model.codeCalls.flatMap((call) => calledNeed({ rule, access, call }, model));
  const known = new Set([...granted, ...called].map(useKey));
  const referenced = referencesOf(access, model)
    .map((reference) => referencedNeed({ rule, access, reference }, model))
    .filter((need) => need !== undefined)
    .filter((need) => !known.has(useKey(need)));
  return collectNeeds([...granted, ...called, ...referenced]);
}

/** Seen in code, whatever policies and the environment say. */
export function isCalled({ evidence }: Need): boolean {
  return evidence.every(({ kind }) => kind === 'called');
}

function useKey({ principal, resource }: Need): string {
  const role = principal.kind === 'role' ? showText(principal.role.arn) : '';
  return `${role} ${resource.logicalId ?? showText(resource.arn)}`;
}

function referencesOf({ types }: DataAccess, model: StackModel): readonly EnvironmentReference[] {
  return model.environmentReferences.filter(({ resource, isWhole }) => isWhole && types.includes(resource.type));
}

interface Referenced {
  readonly rule: string;
  readonly access: DataAccess;
  readonly reference: EnvironmentReference;
}

function referencedNeed({ rule, access, reference }: Referenced, model: StackModel): Need | undefined {
  const { resource, variable, function: lambda, origin } = reference;
  const [action, ...orActions] = access.anyOf;
  const [arn] = action === undefined ? [] : formsOf(action, resource);
  if (action === undefined || arn === undefined) return undefined;
  const message = `environment variable \`${variable}\` of \`${lambda.logicalId}\` names \`${resource.logicalId}\``;
  const need = roleNeed({
    rule,
    function: lambda,
    by: 'function-code',
    action,
    resource: resourceRef(arn, model, resource.logicalId),
    evidence: [{ kind: 'referenced', message, origin }],
  });
  const relied = access.isUsedAsRole === true && isReliedOn(reference, model);
  return { ...need, isReliedOn: relied, orActions, orNeeds: onOtherForm(need, { access, reference }, model) };
}

/** Objects beside their bucket, indexes beside their table. */
function onOtherForm(need: Need, { access, reference }: Omit<Referenced, 'rule'>, model: StackModel): readonly Need[] {
  const { resource } = reference;
  const [action] = access.orOn ?? [];
  const forms = action === undefined ? [] : formsOf(action, resource);
  const arn = forms.find((form) => showText(form) !== showText(need.resource.arn));
  if (action === undefined || arn === undefined) return [];
  return (access.orOn ?? []).map((each) => ({
    ...need,
    action: each,
    resource: resourceRef(arn, model, resource.logicalId),
  }));
}

interface Called {
  readonly rule: string;
  readonly access: DataAccess;
  readonly call: CodeCall;
}

function calledNeed({ rule, access, call }: Called, model: StackModel): readonly Need[] {
  if (![...access.asked, ...access.anyOf].some((action) => action.toLowerCase() === call.action.toLowerCase()))
    return [];
  const target = calledResource({ access, call }, model);
  if (target === undefined) return [];
  const message = `code of \`${call.function.logicalId}\` calls \`${call.action}\``;
  return [
    roleNeed({
      rule,
      function: call.function,
      by: 'function-code',
      action: call.action,
      resource: target,
      evidence: [{ kind: 'called', message, origin: call.origin }],
    }),
  ];
}

/** What the call names; or, where that is not known, the one resource of such a type that the function's environment names. */
function calledResource({ access, call }: Omit<Called, 'rule'>, model: StackModel): Need['resource'] | undefined {
  const inEnvironment = referencesOf(access, model).filter((each) => each.function === call.function);
  const named =
    call.resource === undefined
      ? undefined
      : resourceOfService(call.action.slice(0, call.action.indexOf(':')), call.resource, model)?.resource;
  const only = inEnvironment.length === 1 ? inEnvironment[0]?.resource : undefined;
  const resource = named ?? (call.resource === undefined ? only : undefined);
  const arn: Text | undefined = resource === undefined ? undefined : formsOf(call.action, resource)[0];
  return resource === undefined || arn === undefined ? undefined : resourceRef(arn, model, resource.logicalId);
}
