import { defineRule } from '../rule';
import { SECRET } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-uses-secret';

export const functionUsesSecret = defineRule({
  id,
  family: 'data',
  catalogue: ['A-SECRET'],
  title: 'Function can use the secret',
  why: 'Secrets Manager is asked for the whole ARN of the secret, which ends in six random characters; an ARN made of the name alone never matches.',
  fix: 'Allow the action on `!Ref Secret`, or on `…:secret:<name>-??????`.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html',
  ],
  needs: (model) => dataNeeds(id, SECRET, model),
});
