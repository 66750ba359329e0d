import type { LambdaFunction, Role, StackModel } from '#core/model/stack-model';
import type { Pattern, Statement } from '#core/policy/document';
import { literalOf } from '#core/value/text';
import { oncePer } from '#core/value/once-per';
import { indexByAction } from './by-action';
import { functionByRole } from './role-needs';

/** An allow statement of a function's role that names an action and something in particular to do it to. */
export interface Grant {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly statement: Statement;
  readonly resource: Pattern;
}

/** Grants that show an intention: `Resource: '*'` allows much and means nothing in particular. */
export function grantsOf(model: StackModel, action: string): readonly Grant[] {
  return grantsNaming(model)(action);
}

const grantsNaming = oncePer((model: StackModel) => indexByAction(allGrants(model), ({ statement }) => statement));

function allGrants(model: StackModel): readonly Grant[] {
  return [...functionByRole(model)].flatMap(([role, lambda]) =>
    allowStatements(role).flatMap((statement) =>
      (statement.resources?.patterns ?? [])
        .filter(({ text }) => literalOf(text) !== '*')
        .map((resource) => ({ function: lambda, role, statement, resource })),
    ),
  );
}

function allowStatements(role: Role): readonly Statement[] {
  return role.identity.policies
    .flatMap((policy) => policy.statements)
    .filter((statement) => statement.effect === 'Allow' && statement.resources?.negated !== true);
}
