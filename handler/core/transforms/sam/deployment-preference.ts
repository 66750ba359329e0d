import type { TemplateNode } from '#core/template/node';
import { draftNode, getAtt, ref, type Draft } from '../draft';
import { at, entryOf, givenOf, isFalse, isPresent, itemsOf, stringOf } from '../node-reading';
import type { InvocationTarget } from './invocation-target';
import { addAwsPolicy, defineRole, trustOf, type RoleDraft } from './role';
import { amend, define, report, withParameters, type SamResource, type Workspace } from './workspace';

const APPLICATION = 'ServerlessDeploymentApplication';
const SERVICE_ROLE = 'CodeDeployServiceRole';

/**
 * CodeDeploy resources of `DeploymentPreference`.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html
 */
export function deploymentUpdatePolicy(workspace: Workspace, resource: SamResource, target: InvocationTarget): void {
  const written = entryOf(resource.properties, 'DeploymentPreference');
  if (!isPresent(written) || isOff(workspace, entryOf(written, 'Enabled'))) return;
  if (target.aliasId === undefined) {
    report(workspace, written, '`DeploymentPreference` wants `AutoPublishAlias`');
    return;
  }
  const group = `${resource.logicalId}DeploymentGroup`;
  const update = {
    ApplicationName: ref(APPLICATION),
    DeploymentGroupName: ref(group),
    BeforeAllowTrafficHook: givenOf(at(written, 'Hooks', 'PreTraffic')),
    AfterAllowTrafficHook: givenOf(at(written, 'Hooks', 'PostTraffic')),
  };
  amend(workspace, target.aliasId, { UpdatePolicy: draftNode({ CodeDeployLambdaAliasUpdate: update }, written) });
  define(workspace, APPLICATION, {
    type: 'AWS::CodeDeploy::Application',
    at: written,
    properties: { ComputePlatform: 'Lambda' },
  });
  define(workspace, group, {
    type: 'AWS::CodeDeploy::DeploymentGroup',
    at: written,
    attributes: { Condition: groupCondition(resource, written) },
    properties: {
      ApplicationName: ref(APPLICATION),
      ServiceRoleArn: serviceRole(workspace, written),
      AlarmConfiguration: alarms(entryOf(written, 'Alarms')),
      TriggerConfigurations: presentTriggers(written),
    },
  });
}

function presentTriggers(preference: TemplateNode): TemplateNode | undefined {
  const triggers = entryOf(preference, 'TriggerConfigurations');
  return isPresent(triggers) ? triggers : undefined;
}

function groupCondition({ shared }: SamResource, preference: TemplateNode): Draft | undefined {
  return stringOf(entryOf(preference, 'PassthroughCondition')) === 'true' ? shared['Condition'] : undefined;
}

function isOff(workspace: Workspace, enabled: TemplateNode | undefined): boolean {
  if (enabled === undefined) return false;
  const value = withParameters(workspace, enabled);
  return isFalse(value) || stringOf(value)?.toLowerCase() === 'false';
}

function serviceRole(workspace: Workspace, preference: TemplateNode): Draft {
  const given = entryOf(preference, 'Role');
  if (isPresent(given)) return given;
  const role: RoleDraft = {
    logicalId: SERVICE_ROLE,
    trust: trustOf('codedeploy.amazonaws.com'),
    managed: [],
    inline: [],
  };
  const limited = workspace.partition === 'aws-iso' || workspace.partition === 'aws-iso-b' ? 'Limited' : '';
  addAwsPolicy(workspace, role, { path: `service-role/AWSCodeDeployRoleForLambda${limited}`, at: preference });
  defineRole(workspace, role, { at: preference, attributes: {} });
  return getAtt(SERVICE_ROLE, 'Arn');
}

function alarms(written: TemplateNode | undefined): Draft | undefined {
  if (written?.kind !== 'seq') return undefined;
  return draftNode({ Enabled: true, Alarms: itemsOf(written).map((name) => ({ Name: name })) }, written);
}
