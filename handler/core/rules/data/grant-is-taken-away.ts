import { knownAction } from '#core/aws/actions';
import type { EnvironmentReference, LambdaFunction, NamedGrant, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { grantedUses, type GrantedUse } from '../shared/granted-uses';
import { formsOf } from '../shared/resource-forms';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'grant-is-taken-away';

export const grantIsTakenAway = defineRule({
  id,
  family: 'data',
  catalogue: ['A-S3-READ', 'A-DDB-READ', 'A-DDB-WRITE', 'A-SQS-SEND', 'A-SNS-PUB', 'A-SECRET', 'A-SSM'],
  title: 'A change leaves functions what they still use',
  why: 'The function still names the resource in its environment, its code is the same, and the change takes away what its role was allowed to do there.',
  fix: 'Allow the actions again, or take the variable away with them.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-all',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html',
  ],
  needs: (model) => collectNeeds(usesBefore(model).flatMap((use) => needOf(use, model))),
});

/** Where conditions left several templates open before, what each of them grants. */
function usesBefore(model: StackModel): readonly GrantedUse[] {
  const [first, ...others] = (model.deployment.before ?? []).map(usesOf);
  const elsewhere = others.map((uses) => new Set(uses.map(useKey)));
  return (first ?? []).filter((use) => elsewhere.every((keys) => keys.has(useKey(use))));
}

function usesOf(before: StackModel): readonly GrantedUse[] {
  return actionsNamed(before)
    .flatMap((action) => grantedUses(action, before))
    .filter(({ grant, isEffective, resource }) => {
      const { function: lambda } = grant;
      return isEffective && lambda !== undefined && referenceTo(resource.logicalId, lambda, before) !== undefined;
    });
}

function actionsNamed({ namedGrants }: StackModel): readonly string[] {
  const names = namedGrants.filter(({ function: runs }) => runs !== undefined).flatMap(actionsOf);
  return [...new Set(names)];
}

function actionsOf({ statement: { actions } }: NamedGrant): readonly string[] {
  const patterns = actions?.negated === false ? actions.patterns : [];
  return patterns.flatMap(({ text }) => knownAction(literalOf(text) ?? '')?.name ?? []);
}

function useKey({ grant, action, resource }: GrantedUse): string {
  return [grant.function?.logicalId, action, resource.logicalId].join(' ');
}

function referenceTo(
  logicalId: string | undefined,
  lambda: LambdaFunction,
  model: StackModel,
): EnvironmentReference | undefined {
  return model.environmentReferences.find(
    (each) => each.function === lambda && each.resource.logicalId === logicalId && each.isWhole,
  );
}

/** What is still granted other rules ask for. */
function needOf(use: GrantedUse, model: StackModel): readonly Need[] {
  const { grant, action, resource } = use;
  const lambda = model.functions.find(({ logicalId }) => logicalId === grant.function?.logicalId);
  const target = model.lookup.all.get(resource.logicalId ?? '');
  if (lambda === undefined || target?.type !== resource.type || !hasSameCode(lambda, grant.function)) return [];
  const reference = referenceTo(target.logicalId, lambda, model);
  const arn = formsOf(action, target)[formIndex(use)];
  const isStillNamed = grantedUses(action, model).some((each) => useKey(each) === useKey(use));
  if (reference === undefined || arn === undefined || isStillNamed) return [];
  const { variable, origin } = reference;
  const message = `\`${lambda.logicalId}\` was allowed \`${action}\` on \`${target.logicalId}\` before this change, and still names it in \`${variable}\``;
  return [
    roleNeed({
      rule: id,
      function: lambda,
      by: 'function-code',
      action,
      resource: resourceRef(arn, model, target.logicalId),
      evidence: [{ kind: 'granted', message, origin }],
    }),
  ];
}

/** The object where the object was granted, the index where the index was. */
function formIndex({ action, resource, arn }: GrantedUse): number {
  return formsOf(action, resource).findIndex((form) => showText(form) === showText(arn));
}

const CODE = ['S3Bucket', 'S3Key', 'S3ObjectVersion', 'ZipFile', 'ImageUri'];

function hasSameCode({ resource: now }: LambdaFunction, before: LambdaFunction | undefined): boolean {
  return before !== undefined && CODE.every((property) => codeOf(now, property) === codeOf(before.resource, property));
}

function codeOf({ properties }: Resource, property: string): string {
  return showText(textOfValue(at(properties, 'Code', property)) ?? []);
}
