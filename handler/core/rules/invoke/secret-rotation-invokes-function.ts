import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'secret-rotation-invokes-function';

export const secretRotationInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-SECRETS', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'Secrets Manager can invoke the function that rotates a secret',
  why: 'Secrets Manager calls the function as secretsmanager.amazonaws.com and tries the permission when rotation is set up.',
  fix: 'Add an AWS::Lambda::Permission for secretsmanager.amazonaws.com with the account as SourceAccount, and let the rotation schedule depend on it.',
  breaks: 'deploy',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html',
  ],
  needs: (model) =>
    model.lookup.ofType('AWS::SecretsManager::RotationSchedule').flatMap((source) =>
      serviceInvokesTarget(
        {
          rule: id,
          service: 'secretsmanager.amazonaws.com',
          source,
          sourceArn: undefined,
          target: at(source.properties, 'RotationLambdaARN'),
          words: 'rotates the secret with the function',
        },
        model,
      ),
    ),
});
