import { functionTarget } from '#core/model/functions';
import type { Resource, Role, StackModel } from '#core/model/stack-model';
import { literalOf, showText } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { roleAt, roleCall } from '../shared/role-calls';
import { resourceRef } from '../shared/role-needs';
import { serviceAssumes } from '../shared/role-trust';

const id = 'pipeline-invokes-function';

export const pipelineInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-CODEPIPELINE'],
  title: 'Pipeline can invoke the function of an action',
  why: 'CodePipeline calls the function with the role of the action, or else with that of the pipeline; a permission on the function is not asked.',
  fix: 'Let the role of the pipeline trust codepipeline.amazonaws.com, that of an action the role of the pipeline, and allow lambda:InvokeFunction on the function; the function reports with codepipeline:PutJobSuccessResult and PutJobFailureResult.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::CodePipeline::Pipeline').flatMap((pipeline) => {
      const calls = invokeActions(pipeline).flatMap((action) => callNeeds(pipeline, action, model));
      return calls.length === 0 ? [] : [...trustNeeds(pipeline, model), ...calls];
    }),
});

function invokeActions({ properties }: Resource): readonly Value[] {
  return itemsOf(at(properties, 'Stages'))
    .flatMap((stage) => itemsOf(at(stage, 'Actions')))
    .filter((action) => literalOf(textOfValue(at(action, 'ActionTypeId', 'Provider')) ?? []) === 'Lambda');
}

function trustNeeds({ properties, logicalId, origin }: Resource, model: StackModel): readonly Need[] {
  const role = roleAt(properties, ['RoleArn'], model);
  if (role === undefined) return [];
  const roleOrigin = at(properties, 'RoleArn')?.origin ?? origin;
  return [
    serviceAssumes({ rule: id, service: 'codepipeline.amazonaws.com', role, logicalId, origin: roleOrigin }, model),
  ];
}

/** That the function must report back is not asked: it may leave that to what it starts. */
function callNeeds(pipeline: Resource, action: Value, model: StackModel): readonly Need[] {
  const name = at(action, 'Configuration', 'FunctionName');
  const text = textOfValue(name);
  const own = roleAt(action, ['RoleArn'], model);
  const pipelineRole = roleAt(pipeline.properties, ['RoleArn'], model);
  const role = own ?? pipelineRole;
  if (name === undefined || text === undefined || role === undefined) return [];
  const target = functionTarget(text, model.names);
  return [
    ...handingOver(pipeline, { from: pipelineRole, to: own, action }, model),
    roleCall({
      rule: id,
      role,
      action: 'lambda:InvokeFunction',
      resource: resourceRef(target.arn, model, target.logicalId),
      evidence: {
        kind: 'wired',
        message: `an action of \`${pipeline.logicalId}\` invokes the function`,
        origin: name.origin,
      },
      function: target.function,
    }),
  ];
}

interface HandingOver {
  readonly from: Role | undefined;
  readonly to: Role | undefined;
  readonly action: Value;
}

/** AWS: the role of an action is assumed with that of the pipeline, not by the service. */
function handingOver({ logicalId }: Resource, { from, to, action }: HandingOver, model: StackModel): readonly Need[] {
  const origin = at(action, 'RoleArn')?.origin;
  if (from === undefined || to === undefined || origin === undefined || showText(from.arn) === showText(to.arn))
    return [];
  const message = `an action of \`${logicalId}\` runs with a role of its own`;
  const resource = resourceRef(to.arn, model, to.logicalId);
  return [
    roleCall({
      rule: id,
      role: from,
      action: 'sts:AssumeRole',
      resource,
      evidence: { kind: 'wired', message, origin },
    }),
  ];
}
