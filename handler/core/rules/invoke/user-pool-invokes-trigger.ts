import type { Resource } from '#core/model/stack-model';
import { at, type Value } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'user-pool-invokes-trigger';

export const userPoolInvokesTrigger = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-COGNITO', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'Cognito can invoke the triggers of a user pool',
  why: 'Cognito calls a trigger as cognito-idp.amazonaws.com with the ARN of the pool as SourceArn; who signs up or in is refused where the policy of the function does not allow it.',
  fix: 'Add an AWS::Lambda::Permission for cognito-idp.amazonaws.com with `!GetAtt Pool.Arn` as SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html',
  ],
  needs: (model) =>
    model.lookup
      .ofType('AWS::Cognito::UserPool')
      .flatMap((pool) =>
        triggers(pool).flatMap((trigger) =>
          serviceInvokesTarget(
            { rule: id, service: 'cognito-idp.amazonaws.com', source: pool, sourceArn: pool.arn, ...trigger },
            model,
          ),
        ),
      ),
});

interface Trigger {
  readonly target: Value | undefined;
  readonly words: string;
}

/** A trigger is a function's ARN, or a map with one where it has a version too; the key among them is no function. */
function triggers(pool: Resource): readonly Trigger[] {
  const config = at(pool.properties, 'LambdaConfig');
  if (config?.kind !== 'map') return [];
  return [...config.entries].map(([name, value]) => ({
    target: value.kind === 'map' ? at(value, 'LambdaArn') : value,
    words: `names the function as \`${name}\``,
  }));
}
