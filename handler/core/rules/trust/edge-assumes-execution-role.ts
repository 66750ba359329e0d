import type { Resource, StackModel } from '#core/model/stack-model';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { serviceAssumes } from '../shared/role-trust';

const id = 'edge-assumes-execution-role';

export const edgeAssumesExecutionRole = defineRule({
  id,
  family: 'trust',
  catalogue: ['L-EDGE'],
  title: 'Lambda@Edge can assume the execution role',
  why: 'A function that a CloudFront distribution runs at the edge is run by edgelambda.amazonaws.com too, so the trust policy of its role must name both services.',
  fix: 'Let the trust policy allow sts:AssumeRole to lambda.amazonaws.com and to edgelambda.amazonaws.com.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html'],
  needs: (model) =>
    model.lookup
      .ofType('AWS::CloudFront::Distribution')
      .flatMap((source) => associations(source).flatMap((association) => trustNeed(source, association, model))),
});

function associations({ properties }: Resource): readonly Value[] {
  const config = at(properties, 'DistributionConfig');
  const behaviors = [...itemsOf(at(config, 'DefaultCacheBehavior')), ...itemsOf(at(config, 'CacheBehaviors'))];
  return behaviors.flatMap((behavior) => itemsOf(at(behavior, 'LambdaFunctionAssociations')));
}

function trustNeed(source: Resource, association: Value, model: StackModel): readonly Need[] {
  const arn = at(association, 'LambdaFunctionARN');
  const text = textOfValue(arn);
  const lambda = text === undefined ? undefined : model.functionNamed(text);
  if (arn === undefined || lambda === undefined) return [];
  const assumption = { rule: id, service: 'edgelambda.amazonaws.com', role: lambda.role, origin: arn.origin };
  return [{ ...serviceAssumes({ ...assumption, logicalId: source.logicalId }, model), function: lambda }];
}
