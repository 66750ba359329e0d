import { at } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'identity-pool-invokes-function';

export const identityPoolInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-COGNITO-SYNC'],
  title: 'Cognito Sync can invoke the function of an identity pool',
  why: 'Cognito Sync calls the function as cognito-sync.amazonaws.com, not as cognito-idp.amazonaws.com, and says nothing where it may not.',
  fix: 'Add an AWS::Lambda::Permission for cognito-sync.amazonaws.com.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-events.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::Cognito::IdentityPool').flatMap((source) =>
      serviceInvokesTarget(
        {
          rule: id,
          service: 'cognito-sync.amazonaws.com',
          source,
          sourceArn: undefined,
          target: at(source.properties, 'CognitoEvents', 'SyncTrigger'),
          words: 'names the function for `SyncTrigger`',
        },
        model,
      ),
    ),
});
