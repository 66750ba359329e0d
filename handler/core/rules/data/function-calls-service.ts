import { functionTarget } from '#core/model/functions';
import type { CodeCall, StackModel } from '#core/model/stack-model';
import { ANY_SHAPE, hole, literalOf, type Text } from '#core/value/text';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { arnsCalled } from '../shared/called-arns';
import { callsElsewhere } from '../shared/called-uses';
import { collectNeeds } from '../shared/collected-needs';
import { typesOfService } from '../shared/resource-forms';
import { roleNeed } from '../shared/role-needs';

const id = 'function-calls-service';

export const functionCallsService = defineRule({
  id,
  family: 'data',
  catalogue: ['A-SSM', 'A-EVENTS', 'A-SES', 'A-BEDROCK', 'A-ECSRUN', 'A-APPCONFIG', 'A-WSREPLY', 'A-S3-COPY'],
  title: 'Function may call what its code calls',
  why: 'Code was seen to call the service, and the execution role allows the call on nothing at all, whatever it names.',
  fix: 'Allow the action on what the code names in the execution role.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-all',
  onlyIfSure: true,
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
  needs: (model) => collectNeeds(callsElsewhere(model).flatMap((call) => callNeeds(call, model))),
});

function callNeeds(call: CodeCall, model: StackModel): readonly Need[] {
  const { function: lambda, action, where, origin } = call;
  if (lambda.role.logicalId === undefined || isAskedElsewhere(call, model) || mayBeGrantedByResource(action, model))
    return [];
  const message = `code of \`${lambda.logicalId}\` calls \`${action}\` (${where})`;
  const evidence: Evidence = { kind: 'called', message, origin };
  const { account } = model.place;
  const needOn = (arn: Text): Need => ({
    ...roleNeed({
      rule: id,
      function: lambda,
      by: 'function-code',
      action,
      resource: { arn, account, logicalId: undefined },
      evidence: [evidence],
    }),
    byOwnPolicies: true,
    orActions: OR_ACTIONS.get(action) ?? [],
  });
  const [first, ...more] = arnsCalled(call, model);
  if (first !== undefined) return [{ ...needOn(first), orNeeds: more.map(needOn) }];
  return [{ ...needOn(ANYTHING), message: `${message}, and role \`${lambda.role.logicalId}\` allows that on nothing` }];
}

/** AWS: which action a mail takes hangs on whether it is sent as it is. */
const OR_ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ses:SendEmail', ['ses:SendRawEmail', 'ses:SendTemplatedEmail']],
]);

const ANYTHING: Text = [
  hole('anything', { kind: 'any-object', of: 'what the code names' }, { ...ANY_SHAPE, minLength: 1 }),
];

function isAskedElsewhere({ action, resource }: CodeCall, model: StackModel): boolean {
  if (action !== 'lambda:InvokeFunction' || resource === undefined) return false;
  return functionTarget(resource, model.names).function !== undefined;
}

/** Keys and roles may let the function in by their own policies alone, and so may what carries a policy in this stack. */
function mayBeGrantedByResource(action: string, model: StackModel): boolean {
  const service = action.slice(0, action.indexOf(':'));
  if (service === 'kms' || service === 'sts') return true;
  if (service === 'lambda') return model.permissions.some(({ principal }) => !isService(principal));
  if (model.lookup.ofType(...(POLICY_TYPES.get(service) ?? [])).length > 0) return true;
  return model.lookup.ofType(...typesOfService(service)).some(({ logicalId }) => hasPolicy(logicalId, model));
}

/** Policies of resources that may not be of this stack. */
const POLICY_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['s3', ['AWS::S3::BucketPolicy']],
  ['sqs', ['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy']],
  ['sns', ['AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy']],
  ['secretsmanager', ['AWS::SecretsManager::ResourcePolicy']],
  ['kinesis', ['AWS::Kinesis::ResourcePolicy']],
  ['events', ['AWS::Events::EventBusPolicy']],
]);

function hasPolicy(logicalId: string, model: StackModel): boolean {
  const set = model.resourcePolicies.get(logicalId);
  return set !== undefined && set.policies.length + set.unknowns.length > 0;
}

function isService(principal: Text | undefined): boolean {
  return principal !== undefined && literalOf(principal)?.endsWith('.amazonaws.com') === true;
}
