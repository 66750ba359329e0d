import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { literalOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';

/** `Metadata: { PermissionHook: { Needs: [ { Action, Resource } ] } }` on a function: an access the template cannot show. */
export interface DeclaredNeed {
  readonly function: LambdaFunction;
  readonly action: string;
  readonly resource: Text;
  readonly origin: Origin;
}

export function declaredNeeds(model: StackModel): readonly DeclaredNeed[] {
  return model.functions.flatMap((each) =>
    itemsOf(at(each.resource.metadata, 'PermissionHook', 'Needs')).flatMap((declared) => {
      const actions = itemsOf(at(declared, 'Action')).map((value) => literalOf(textOfValue(value) ?? []));
      return actions.flatMap((action) =>
        itemsOf(at(declared, 'Resource')).flatMap((value) => {
          const resource = textOfValue(value);
          return action === undefined || action === '' || resource === undefined
            ? []
            : [{ function: each, action, resource, origin: declared.origin }];
        }),
      );
    }),
  );
}
