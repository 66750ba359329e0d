import type { LambdaFunction } from '#core/model/stack-model';
import { hole, textOf, type Text } from '#core/value/text';
import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'durable-function-keeps-its-state';

export const durableFunctionKeepsItsState = defineRule({
  id,
  family: 'data',
  catalogue: ['F-DURABLE'],
  title: 'Durable function can keep its state',
  why: 'A durable function saves and reads its progress with the execution role; AWSLambdaBasicExecutionRole does not allow that, nor does a grant on the function without its executions.',
  fix: 'Attach AWSLambdaBasicDurableExecutionRolePolicy to the execution role.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html'],
  needs: (model) =>
    model.functions.flatMap((each) => {
      const config = at(each.resource.properties, 'DurableConfig');
      if (config === undefined) return [];
      const message = `\`${each.logicalId}\` is a durable function`;
      return ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'].map((action) =>
        roleNeed({
          rule: id,
          function: each,
          by: 'lambda-service',
          action,
          resource: resourceRef(someExecution(each), model, each.logicalId),
          evidence: [{ kind: 'wired', message, origin: config.origin }],
        }),
      );
    }),
});

/** `…:function:name:version/durable-execution/name/id` of whatever version runs. */
function someExecution({ arn, logicalId }: LambdaFunction): Text {
  const some = (what: string) => hole(`${what} of ${logicalId}`, { kind: 'any-object', of: logicalId });
  return textOf(arn, ':', some('version'), '/durable-execution/', some('execution'));
}
