import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import type { Evidence, Need, ResourceRef } from '../need';

interface ServiceAccess {
  readonly rule: string;
  readonly function: LambdaFunction;
  readonly actions: readonly string[];
  readonly resource: ResourceRef;
  readonly evidence: Evidence;
}

/** What Lambda itself must be able to do for a function, in its own name and not with the execution role. */
export function lambdaServiceNeeds(access: ServiceAccess, model: StackModel): readonly Need[] {
  const { rule, function: own, actions, resource, evidence } = access;
  return actions.map((action) => ({
    rule,
    principal: {
      kind: 'service',
      service: 'lambda.amazonaws.com',
      sourceArn: own.arn,
      sourceAccount: model.place.account,
      logicalId: own.logicalId,
    },
    action,
    resource,
    context: new Map(),
    evidence: [evidence],
    function: own,
  }));
}
