import { textOf } from '#core/value/text';
import { at } from '#core/value/value';
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
      const resource = { arn: textOf('*'), account: model.place.account, logicalId: undefined };
      return [
        serviceAssumes({ rule: id, service: 'lambda.amazonaws.com', role, logicalId, origin }, model),
        roleCall({
          rule: id,
          role,
          action: 'ec2:RunInstances',
          resource,
          evidence: { kind: 'wired', message, origin },
        }),
      ];
    }),
});
