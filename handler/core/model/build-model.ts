import type { Facts } from '#core/facts/facts';
import { arnOf, refOf } from '#core/intrinsics/resource-attributes';
import type { ResolvedTemplate } from '#core/intrinsics/resolved-template';
import { bucketsOf, keysOf } from './buckets-and-keys';
import { functionNames, functionsOf } from './functions';
import { permissionsOf } from './permissions';
import { resourceLookup } from './resource-lookup';
import { resourcePolicies } from './resource-policies';
import { roleFinder, rolesOf } from './roles';
import type { ResourceLookup, StackModel } from './stack-model';

export function buildModel(template: ResolvedTemplate, facts: Facts): StackModel {
  const lookup = lookUpResources(template);
  const roles = rolesOf(lookup, facts);
  const functions = functionsOf(lookup, roles, facts);
  const names = functionNames(template.place, lookup, functions);
  const policies = resourcePolicies(lookup);
  return {
    place: template.place,
    scenario: template.scenario,
    lookup,
    names,
    functions,
    roles,
    roleNamed: roleFinder(roles, facts),
    permissions: permissionsOf(names),
    buckets: bucketsOf(lookup, policies),
    keys: keysOf(lookup, template.place),
    resourcePolicies: policies,
    metadata: template.metadata,
    unknowns: template.unknowns,
  };
}

function lookUpResources(template: ResolvedTemplate): ResourceLookup {
  return resourceLookup(
    new Map(
      [...template.resources].map(([logicalId, resource]) => [
        logicalId,
        { ...resource, ref: refOf(resource, template.place), arn: arnOf(resource, template.place) },
      ]),
    ),
  );
}
