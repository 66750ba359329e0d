import { literalOf } from '#core/value/text';
import type { LambdaFunction, NamedGrant, Role } from './stack-model';

/**
 * Allow statements written in this template that name something in particular: `Resource: '*'` allows much and means nothing
 * in particular, and what an AWS managed policy names nobody here has written.
 */
export function namedGrants(roles: readonly Role[], functions: readonly LambdaFunction[]): readonly NamedGrant[] {
  const runBy = new Map(functions.toReversed().map((each) => [each.role, each]));
  return roles.flatMap((role) => {
    const runs = runBy.get(role);
    return role.identity.policies.flatMap(({ statements }) =>
      statements
        .filter(({ effect, origin }) => effect === 'Allow' && origin.kind === 'template')
        .flatMap((statement) =>
          (statement.resources?.negated === false ? statement.resources.patterns : [])
            .filter(({ text }) => literalOf(text) !== '*')
            .map((resource) => ({ role, function: runs, statement, resource })),
        ),
    );
  });
}
