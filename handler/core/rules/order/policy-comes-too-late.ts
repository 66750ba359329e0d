import { defineOrderRule } from '../rule';
import {
  customResourcesAtCreation,
  handoversAtCreation,
  mappingsAtCreation,
  networksAtCreation,
  rolesAtCreation,
} from '../shared/at-creation';

const id = 'policy-comes-too-late';

export const policyComesTooLate = defineOrderRule({
  id,
  family: 'order',
  catalogue: ['F-RACE', 'L-CUSTOM'],
  title: 'A policy is made before what needs it',
  why: 'An AWS::IAM::Policy or ManagedPolicy that names the role is made at the same time as whatever does not wait for it. What is tried at creation then fails the first time, and works when it is tried again.',
  fix: 'Let the resource depend on the policy with DependsOn, or write the policy into the role.',
  breaks: 'deploy',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html'],
  atCreation: (model) =>
    [mappingsAtCreation, networksAtCreation, handoversAtCreation, rolesAtCreation, customResourcesAtCreation].flatMap(
      (needs) => needs(id, model),
    ),
});
