import type { StackModel } from '#core/model/stack-model';
import { hole, NAME_SHAPE, textOf } from '#core/value/text';
import { at } from '#core/value/value';
import type { ResourceRef } from '../need';
import { defineRule } from '../rule';
import { roleAt, roleCall } from '../shared/role-calls';
import { serviceAssumes } from '../shared/role-trust';

const id = 'capacity-provider-runs-instances';

const PATH = ['PermissionsConfig', 'CapacityProviderOperatorRoleArn'];

export const capacityProviderRunsInstances = defineRule({
  id,
  family: 'network',
  catalogue: ['F-CAPACITY'],
  title: 'Lambda can run the instances of a capacity provider',
  why: 'Lambda runs the instances with the operator role of the capacity provider, which is not the execution role of the functions on them.',
  fix: 'Attach AWSLambdaManagedEC2ResourceOperator to the operator role and let its trust policy name lambda.amazonaws.com.',
  breaks: 'deploy',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::Lambda::CapacityProvider').flatMap(({ logicalId, properties }) => {
      const setting = at(properties, ...PATH);
      const role = roleAt(properties, PATH, model);
      if (setting === undefined || role === undefined) return [];
      const { origin } = setting;
      const message = `\`${logicalId}\` runs instances with this role`;
      return [
        serviceAssumes({ rule: id, service: 'lambda.amazonaws.com', role, logicalId, origin }, model),
        roleCall({
          rule: id,
          role,
          action: 'ec2:RunInstances',
          resource: anyInstance(model),
          context: RUN_FOR_LAMBDA,
          evidence: { kind: 'wired', message, origin },
        }),
      ];
    }),
});

/** AWS: instances that Lambda runs carry its name, and the managed policy allows no others. */
const RUN_FOR_LAMBDA = new Map([['ec2:managedresourceoperator', textOf('scaler.lambda.amazonaws.com')]]);

function anyInstance({ place }: StackModel): ResourceRef {
  const { partition, region, account } = place;
  const instance = hole('any instance', { kind: 'any-object', of: 'instances' }, NAME_SHAPE);
  return {
    arn: textOf('arn:', partition, ':ec2:', region, ':', account, ':instance/', instance),
    account,
    logicalId: undefined,
  };
}
