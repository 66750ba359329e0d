import type {
  EnvironmentReference,
  LambdaFunction,
  NamedGrant,
  Resource,
  Role,
  StackModel,
} from '#core/model/stack-model';
import { literalOf } from '#core/value/text';
import { oncePer } from '#core/value/once-per';
import { resourceMeant } from './meant';

/**
 * Is the function's own use all that a variable can be for? Then whoever wrote it relies on an access. Not where variables are
 * set for many functions, of which each uses some; nor where the function may hand the resource on, or use it as another role.
 */
export function isReliedOn(reference: EnvironmentReference, model: StackModel): boolean {
  if (!reference.isName || handsOn(reference.function.role)) return false;
  const others = theSameElsewhere(reference, model);
  if (others.some((each) => sharesMore(each, reference, model))) return false;
  // The function alone lacks what all others have that the variable is set for.
  return others.every((each) => isGranted(each, model));
}

/** Worked out once for a model, however many variables it has. */
interface Index {
  readonly byVariable: ReadonlyMap<string, readonly EnvironmentReference[]>;
  readonly byFunction: ReadonlyMap<string, readonly EnvironmentReference[]>;
  readonly grantsByRole: ReadonlyMap<Role, readonly NamedGrant[]>;
}
const index = oncePer(({ environmentReferences: all, namedGrants }: StackModel): Index => ({
  byVariable: grouped(all, keyOf),
  byFunction: grouped(all, (each) => each.function.logicalId),
  grantsByRole: grouped(namedGrants, ({ role }) => role),
}));

function grouped<Key, T>(all: readonly T[], keyOfEach: (each: T) => Key): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const each of all) {
    const key = keyOfEach(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}

/** What a variable of a function says of a resource of the stack. */
export function referenceTo(
  resource: Resource,
  { caller, variable }: { readonly caller: LambdaFunction; readonly variable: string },
  model: StackModel,
): EnvironmentReference | undefined {
  const alike = index(model).byVariable.get(keyOf({ variable, resource })) ?? [];
  return alike.find((each) => each.function === caller && each.resource === resource);
}

function keyOf({ variable, resource }: Pick<EnvironmentReference, 'variable' | 'resource'>): string {
  return `${variable} ${resource.logicalId}`;
}

function theSameElsewhere(reference: EnvironmentReference, model: StackModel): readonly EnvironmentReference[] {
  const alike = index(model).byVariable.get(keyOf(reference)) ?? [];
  return alike.filter((each) => each.function !== reference.function);
}

/** Does a statement of the function's role name the resource, for whatever? */
export function isGranted({ function: lambda, resource }: EnvironmentReference, model: StackModel): boolean {
  const grants = index(model).grantsByRole.get(lambda.role) ?? [];
  return grants.some((grant) => resourceMeant(grant.resource.text, [resource]) !== undefined);
}

/** Two variables for two resources that two functions have alike are a common set, copied by hand or by a program. */
function sharesMore(other: EnvironmentReference, reference: EnvironmentReference, model: StackModel): boolean {
  const { byFunction } = index(model);
  const theirs = new Set((byFunction.get(other.function.logicalId) ?? []).map(keyOf));
  const shared = (byFunction.get(reference.function.logicalId) ?? []).filter((each) => theirs.has(keyOf(each)));
  return new Set(shared.map(({ resource }) => resource)).size > 1;
}

/** Actions by which what a function is told of is used by somebody else, or by the function as somebody else. */
const HANDING_ON: ReadonlySet<string> = new Set([
  'iam:passrole',
  'sts:assumerole',
  'events:puttargets',
  'lambda:addpermission',
  'lambda:createeventsourcemapping',
  'logs:putsubscriptionfilter',
  's3:putbucketnotification',
  'sns:subscribe',
]);

function handsOn({ identity }: Role): boolean {
  return identity.policies.some(({ statements }) =>
    statements.some(
      ({ effect, actions }) =>
        effect === 'Allow' &&
        actions?.negated === false &&
        actions.patterns.some(({ text }) => HANDING_ON.has(literalOf(text)?.toLowerCase() ?? '')),
    ),
  );
}
