import { defineRule } from '../rule';
import { USER_POOL } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-administers-user-pool';

export const functionAdministersUserPool = defineRule({
  id,
  family: 'data',
  catalogue: ['A-COGNITO'],
  title: 'Function can administer the users of the pool',
  why: 'Cognito is asked for the ARN of the user pool; its id as resource never has an effect.',
  fix: 'Allow the actions on `!GetAtt UserPool.Arn`; in a policy of its own if the pool triggers the function.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/cognito/latest/developerguide/security_iam_service-with-iam.html'],
  needs: (model) => dataNeeds(id, USER_POOL, model),
});
