import { literalOf } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'target-group-invokes-function';

export const targetGroupInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-LATTICE', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'VPC Lattice can invoke the function of a target group',
  why: 'VPC Lattice calls the function as vpc-lattice.amazonaws.com with the target group as SourceArn; the permission is made by the console, and by nobody else.',
  fix: 'Add an AWS::Lambda::Permission for vpc-lattice.amazonaws.com with the target group as SourceArn.',
  breaks: 'run',
  // Only what the console does is documented: what registering alone does is not.
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html'],
  needs: (model) =>
    model.lookup
      .ofType('AWS::VpcLattice::TargetGroup')
      .filter(({ properties }) => literalOf(textOfValue(at(properties, 'Type')) ?? []) === 'LAMBDA')
      .flatMap((source) =>
        itemsOf(at(source.properties, 'Targets')).flatMap((target) =>
          serviceInvokesTarget(
            {
              rule: id,
              service: 'vpc-lattice.amazonaws.com',
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
