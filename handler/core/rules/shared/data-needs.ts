import type { EnvironmentReference, StackModel } from '#core/model/stack-model';
import { showText } from '#core/value/text';
import type { Need } from '../need';
import { calledNeed, calledUses } from './called-uses';
import { collectNeeds } from './collected-needs';
import type { DataAccess } from './data-accesses';
import { grantedNeed, grantedUses } from './granted-uses';
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
  const called = calledNeeds(rule, access, model);
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

/** Rules of their own ask for what is called on their resources. */
function calledNeeds(rule: string, { types, calledElsewhere = [] }: DataAccess, model: StackModel): readonly Need[] {
  return calledUses(model)
    .filter(({ resource, action }) => types.includes(resource.type) && !calledElsewhere.includes(action))
    .map((use) => calledNeed(rule, use, model));
}
