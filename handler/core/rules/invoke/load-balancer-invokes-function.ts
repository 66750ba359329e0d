import { at, itemsOf } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'load-balancer-invokes-function';

export const loadBalancerInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-ALB', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'Load balancer can invoke the function of a target group',
  why: 'Elastic Load Balancing calls the function as elasticloadbalancing.amazonaws.com with the target group as SourceArn, and tries the permission when the target is registered.',
  fix: 'Add an AWS::Lambda::Permission for elasticloadbalancing.amazonaws.com, and let the target group depend on it.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::ElasticLoadBalancingV2::TargetGroup').flatMap((source) =>
      itemsOf(at(source.properties, 'Targets')).flatMap((target) =>
        serviceInvokesTarget(
          {
            rule: id,
            service: 'elasticloadbalancing.amazonaws.com',
            source,
            sourceArn: source.arn,
            target: at(target, 'Id'),
            words: 'registers the function',
          },
          model,
        ),
      ),
    ),
});
