import { functionTarget } from '#core/model/functions';
import type { AnyFunction, Resource, Role, StackModel } from '#core/model/stack-model';
import { textOf, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { anyOf } from '../shared/api-gateway';
import { roleAt, roleCall } from '../shared/role-calls';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'deployment-invokes-hook';

export const deploymentInvokesHook = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-CODEDEPLOY'],
  title: 'CodeDeploy can invoke the hooks of a deployment, and they can report',
  why: 'CodeDeploy calls a hook with its service role, and AWSCodeDeployRoleForLambda allows functions named CodeDeployHook_* only. The hook reports with its execution role; a deployment waits an hour for a report that never comes.',
  fix: 'Name the hook CodeDeployHook_…, or allow lambda:InvokeFunction on it in the service role; allow codedeploy:PutLifecycleEventHookExecutionStatus in the execution role of the hook.',
  breaks: 'deploy',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html',
  ],
  needs: (model) => model.lookup.ofType('AWS::Lambda::Alias').flatMap((alias) => aliasNeeds(alias, model)),
});

const HOOKS = ['BeforeAllowTrafficHook', 'AfterAllowTrafficHook'];

function aliasNeeds(alias: Resource, model: StackModel): readonly Need[] {
  const update = at(alias.updatePolicy, 'CodeDeployLambdaAliasUpdate');
  const role = deploymentRole(update, model);
  return HOOKS.flatMap((name) => {
    const hook = at(update, name);
    const text = textOfValue(hook);
    const lambda = text === undefined ? undefined : model.functionNamed(text);
    if (hook === undefined || text === undefined || lambda === undefined) return [];
    const message = `the update policy of \`${alias.logicalId}\` names the function as \`${name}\``;
    const evidence: Evidence = { kind: 'wired', message, origin: hook.origin };
    return [
      ...(role === undefined ? [] : [invokeNeed(role, { hook: lambda, named: text }, { evidence, model })]),
      reportNeed(lambda, update, { evidence, model }),
    ];
  });
}

/** The service role of the deployment group, if the stack makes the group. */
function deploymentRole(update: Value | undefined, model: StackModel): Role | undefined {
  const name = textOfValue(at(update, 'DeploymentGroupName'));
  const group = name === undefined ? undefined : model.lookup.byRef(name, 'AWS::CodeDeploy::DeploymentGroup');
  return roleAt(group?.properties, ['ServiceRoleArn'], model);
}

interface Context {
  readonly evidence: Evidence;
  readonly model: StackModel;
}

interface NamedHook {
  readonly hook: AnyFunction;
  readonly named: Text;
}

/** A version or an alias is called as what it is. */
function invokeNeed(role: Role, { hook, named }: NamedHook, { evidence, model }: Context): Need {
  const { arn } = functionTarget(named, model.names);
  const resource = resourceRef(arn, model, hook.logicalId);
  return roleCall({ rule: id, role, action: 'lambda:InvokeFunction', resource, evidence, function: hook });
}

/** On the group whose deployment calls the hook; any will do where the template does not name it. */
function reportNeed(hook: AnyFunction, update: Value | undefined, { evidence, model }: Context): Need {
  const { partition, region, account } = model.place;
  const application = textOfValue(at(update, 'ApplicationName'));
  const name = textOfValue(at(update, 'DeploymentGroupName'));
  const needOn = (group: Text): Need =>
    roleNeed({
      rule: id,
      function: hook,
      by: 'function-code',
      action: 'codedeploy:PutLifecycleEventHookExecutionStatus',
      resource: resourceRef(
        textOf('arn:', partition, ':codedeploy:', region, ':', account, ':deploymentgroup:', group),
        model,
      ),
      evidence: [evidence],
    });
  const any = needOn(textOf(anyOf('deployment group', '')));
  if (application === undefined || name === undefined) return any;
  return { ...any, orNeeds: [needOn(textOf(application, '/', name))] };
}
