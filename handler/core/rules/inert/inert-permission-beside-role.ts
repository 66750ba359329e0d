import { functionTarget } from '#core/model/functions';
import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import { at, textOfValue, type Value } from '#core/value/value';
import { defineInertRule } from '../rule';
import { functionInUri } from '../shared/api-gateway';
import { ruleTargets } from '../shared/delivery-sources';
import { inertPermission, serviceOf } from '../shared/inert-permissions';

const id = 'inert-permission-beside-role';

export const inertPermissionBesideRole = defineInertRule({
  id,
  family: 'inert',
  catalogue: ['L-EVENTS', 'L-APIGW-REST', 'L-APIGW-HTTP'],
  title: 'Permission for a service that calls with a role',
  why: 'A rule target with RoleArn and an integration with credentials are called with that role; the policies of the role decide, and the permission is not asked.',
  fix: 'Allow lambda:InvokeFunction in the role, and drop either the permission or the role.',
  breaks: 'run',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html',
  ],
  grants: (model) =>
    model.permissions
      .filter((permission) => {
        const calls = callsTo(permission.target.function, serviceOf(permission), model);
        return calls.length > 0 && calls.every(({ role }) => role !== undefined);
      })
      .map((permission) =>
        inertPermission(
          id,
          { permission, because: 'it calls with the role it was given, whose policies decide' },
          model,
        ),
      ),
});

interface Call {
  readonly role: Value | undefined;
}

/** Every call of the service to the function that the template shows. */
function callsTo(lambda: LambdaFunction | undefined, service: string, model: StackModel): readonly Call[] {
  const isTarget = (value: Value | undefined): boolean => {
    const uri = textOfValue(value);
    return (
      lambda !== undefined && uri !== undefined && functionTarget(functionInUri(uri), model.names).function === lambda
    );
  };
  switch (service) {
    case 'events.amazonaws.com':
      return ruleTargets(model)
        .filter(({ target }) => isTarget(at(target, 'Arn')))
        .map(({ caller, target }) => ({ role: at(target, 'RoleArn') ?? at(caller.source.properties, 'RoleArn') }));
    case 'apigateway.amazonaws.com':
      return [
        ...model.lookup
          .ofType('AWS::ApiGateway::Method')
          .map(({ properties }) => at(properties, 'Integration'))
          .filter((integration) => isTarget(at(integration, 'Uri')))
          .map((integration) => ({ role: at(integration, 'Credentials') })),
        ...model.lookup
          .ofType('AWS::ApiGatewayV2::Integration')
          .filter(({ properties }) => isTarget(at(properties, 'IntegrationUri')))
          .map(({ properties }) => ({ role: at(properties, 'CredentialsArn') })),
      ];
    default:
      return [];
  }
}
