import { defineRule } from '../rule';
import { ROLE } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-assumes-role';

export const functionAssumesRole = defineRule({
  id,
  family: 'data',
  catalogue: ['A-ASSUME'],
  title: 'Function can assume the role',
  why: 'Assuming a role takes its trust policy, which must name the execution role or the account, and in the latter case the policies of the execution role as well; naming the function or lambda.amazonaws.com lets nobody in.',
  fix: 'Allow sts:AssumeRole on the role in the execution role, and let the trust policy of the role name the execution role.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html'],
  needs: (model) => dataNeeds(id, ROLE, model),
});
