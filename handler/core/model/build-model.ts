import type { Facts } from '#core/facts/facts';
import { arnOf, refOf } from '#core/intrinsics/resource-attributes';
import type { ResolvedResource, ResolvedTemplate, StackPlace } from '#core/intrinsics/resolved-template';
import { bucketsOf, keysOf } from './buckets-and-keys';
import { codeCalls, type CodeSource } from './code-calls';
import { encryptionLookup } from './encryption';
import { environmentReferences } from './environment-references';
import { functionKey, functionNames, functionsOf } from './functions';
import { functionFinder } from './functions-outside';
import { namedGrants } from './named-grants';
import { organizationPolicies } from './organization';
import { permissionsOf } from './permissions';
import { resourceLookup } from './resource-lookup';
import { resourcePolicies } from './resource-policies';
import { rolesOf } from './roles';
import { roleFinder, rolesOutside, unlessDeployed } from './roles-outside';
import type { Deployment, Resource, ResourceLookup, StackModel } from './stack-model';

/** What is known of a stack beside its template and the account. */
interface Around {
  readonly deployment: Deployment;
  /** Nothing: code is not read. */
  readonly code: CodeSource | undefined;
}

export function buildModel(template: ResolvedTemplate, facts: Facts, { deployment, code }: Around): StackModel {
  const lookup = lookUpResources(template, deployment);
  const stack = { lookup, facts, place: template.place, deployment };
  const roles = rolesOf(stack);
  const elsewhere = unlessDeployed(rolesOutside(stack), roles, stack);
  const roleNamed = roleFinder(roles, elsewhere);
  const functions = functionsOf(lookup, roles, elsewhere);
  const names = functionNames(template.place, lookup, functions);
  const policies = resourcePolicies(lookup);
  const permissions = permissionsOf(names);
  return {
    place: template.place,
    scenario: template.scenario,
    lookup,
    names,
    functions,
    roles,
    permissions,
    permissionsByFunction: groupBy(permissions, ({ target }) => functionKey(target)),
    roleNamed,
    functionNamed: functionFinder({ names, facts, roleNamed, deployment }),
    environmentReferences: environmentReferences(lookup, functions),
    namedGrants: namedGrants(roles, functions),
    codeCalls: codeCalls(functions, code),
    buckets: bucketsOf(lookup, { policies, place: template.place, facts }),
    keys: keysOf(lookup, template.place),
    encryption: encryptionLookup(stack),
    resourcePolicies: policies,
    deployment,
    organization: organizationPolicies(template.place, facts),
    metadata: template.metadata,
    unknowns: template.unknowns,
  };
}

function lookUpResources(template: ResolvedTemplate, deployment: Deployment): ResourceLookup {
  const all = new Map<string, Resource>();
  for (const [logicalId, resource] of template.resources)
    all.set(logicalId, named(resource, resource.place ?? template.place));
  return resourceLookup(all, { deployment, place: template.place });
}

function named(resource: ResolvedResource, place: StackPlace): Resource {
  return { ...resource, ref: refOf(resource, place), arn: arnOf(resource, place) };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
