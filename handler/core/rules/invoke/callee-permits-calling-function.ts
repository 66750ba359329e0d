import type { StackModel } from '#core/model/stack-model';
import { showText } from '#core/value/text';
import { defineRule } from '../rule';
import { functionInvocations } from '../shared/function-invocations';
import type { Need } from '../need';

const id = 'callee-permits-calling-function';

export const calleePermitsCallingFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-LAMBDA'],
  title: 'Called function carries a permission for the calling one',
  why: 'AWS does not ask for it in one account; your organisation does (`crossFunctionInvoke: both-sides`), so that each function lists who calls it.',
  fix: 'Add an AWS::Lambda::Permission with principal lambda.amazonaws.com and the calling function as SourceArn.',
  breaks: 'run',
  harm: 'access',
  onlyWhen: 'both-sides',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  needs: (model) =>
    functionInvocations(id, model)
      .filter(({ isElsewhere, need }) => !isElsewhere && need.evidence.some(({ kind }) => kind !== 'referenced'))
      .filter(({ need }) => !namesTheRole(need, model))
      .flatMap(({ need }) => asPermissionNeed(need)),
});

/** A permission for the calling role lists the caller just as well. */
function namesTheRole({ principal, resource }: Need, model: StackModel): boolean {
  if (principal.kind !== 'role') return false;
  const role = showText(principal.role.arn);
  return model.permissions.some(
    (each) => showText(each.principal ?? []) === role && showText(each.target.arn) === showText(resource.arn),
  );
}

function asPermissionNeed(need: Need): readonly Need[] {
  const caller = need.function;
  if (caller === undefined) return [];
  return [
    {
      ...need,
      principal: {
        kind: 'service',
        service: 'lambda.amazonaws.com',
        sourceArn: caller.arn,
        sourceAccount: need.resource.account,
        logicalId: caller.logicalId,
      },
    },
  ];
}
