import { defineRule } from '../rule';
import { PARAMETER } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-uses-parameter';

export const functionUsesParameter = defineRule({
  id,
  family: 'data',
  catalogue: ['A-SSM'],
  title: 'Function can use the parameter',
  why: 'A parameter `/a/b` has the ARN `…:parameter/a/b`, with one slash; `parameter//a/b`, which SAM’s SSMParameterReadPolicy makes of a name with a leading slash, never matches.',
  fix: 'Allow the action on `arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/<name without leading slash>`.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html',
  ],
  needs: (model) => dataNeeds(id, PARAMETER, model),
});
