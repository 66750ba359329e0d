import { functionKey, functionTarget } from '#core/model/functions';
import type { InvokePermission, LambdaFunction, Resource, StackModel } from '#core/model/stack-model';
import { showText, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import { mayBeFor, serviceOf } from './inert-permissions';

/** A resource that AWS makes only if its service may use the target by then. */
export interface PermittedAtCreation {
  readonly resource: Resource;
  readonly service: string;
  readonly target: Target;
}

interface Target {
  readonly arn: Text;
  readonly logicalId: string | undefined;
  readonly function: LambdaFunction | undefined;
  readonly action: string;
}

interface Source {
  readonly type: string;
  readonly service: string;
  readonly targets: (properties: Resource['properties']) => readonly (Value | undefined)[];
}

const NOTIFIED = 'NotificationConfiguration';

function notified(list: string, target: string): Source {
  return {
    type: 'AWS::S3::Bucket',
    service: 's3.amazonaws.com',
    targets: (bucket) => itemsOf(at(bucket, NOTIFIED, list)).map((each) => at(each, target)),
  };
}

const SOURCES: readonly Source[] = [
  notified('LambdaConfigurations', 'Function'),
  notified('QueueConfigurations', 'Queue'),
  notified('TopicConfigurations', 'Topic'),
  {
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    service: 'elasticloadbalancing.amazonaws.com',
    targets: (group) => itemsOf(at(group, 'Targets')).map((each) => at(each, 'Id')),
  },
  {
    type: 'AWS::Logs::SubscriptionFilter',
    service: 'logs.',
    targets: (filter) => [at(filter, 'DestinationArn')],
  },
  {
    type: 'AWS::SecretsManager::RotationSchedule',
    service: 'secretsmanager.amazonaws.com',
    targets: (schedule) => [at(schedule, 'RotationLambdaARN')],
  },
  {
    type: 'AWS::Config::ConfigRule',
    service: 'config.amazonaws.com',
    targets: (rule) => [at(rule, 'Source', 'SourceIdentifier')],
  },
  {
    type: 'AWS::SES::ReceiptRule',
    service: 'ses.amazonaws.com',
    targets: (rule) => itemsOf(at(rule, 'Rule', 'Actions')).map((each) => at(each, 'LambdaAction', 'FunctionArn')),
  },
];

export function permittedAtCreation(model: StackModel): readonly PermittedAtCreation[] {
  return SOURCES.flatMap(({ type, service, targets }) =>
    model.lookup.ofType(type).flatMap((resource) =>
      targets(resource.properties)
        .map((value) => textOfValue(value))
        .flatMap((text) => (text === undefined ? [] : targetOf(text, model)))
        .map((target) => ({ resource, service, target })),
    ),
  );
}

const SENDING: ReadonlyMap<string, string> = new Map([
  ['AWS::SQS::Queue', 'sqs:SendMessage'],
  ['AWS::SNS::Topic', 'sns:Publish'],
]);

/** Only what the stack makes: what is elsewhere is there already. */
function targetOf(text: Text, model: StackModel): readonly Target[] {
  const named = functionTarget(text, model.names);
  if (named.function !== undefined) return [{ ...named, action: 'lambda:InvokeFunction' }];
  const resource = model.lookup.byArn(text);
  const action = SENDING.get(resource?.type ?? '');
  if (resource === undefined || action === undefined) return [];
  return [{ arn: text, logicalId: resource.logicalId, function: undefined, action }];
}

const POLICY_TYPES = [
  'AWS::SQS::QueuePolicy',
  'AWS::SQS::QueueInlinePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SNS::TopicInlinePolicy',
];

/** What lets the service use the target, as far as that is a resource of its own. */
export function permissionsFor(tried: PermittedAtCreation, model: StackModel): readonly Resource[] {
  const { service, target } = tried;
  if (target.action !== 'lambda:InvokeFunction') {
    return model.lookup.ofType(...POLICY_TYPES).filter(({ refersTo }) => refersTo.has(target.logicalId ?? ''));
  }
  return permissionsOn(target, model)
    .filter((each) => isFor(serviceOf(each), service))
    .map(({ resource }) => resource);
}

/** What lets the service use the function if a principal that is not known turns out to be it. */
export function permissionsThatMayBeFor(tried: PermittedAtCreation, model: StackModel): readonly Resource[] {
  return permissionsOn(tried.target, model)
    .filter((each) => mayBeFor(each, tried.service))
    .map(({ resource }) => resource);
}

function permissionsOn(target: Target, model: StackModel): readonly InvokePermission[] {
  const called = showText(target.arn);
  const all = model.permissionsByFunction.get(functionKey(functionTarget(target.arn, model.names))) ?? [];
  return all.filter((each) => showText(each.target.arn) === called);
}

/** CloudWatch Logs has a name for each region, too. */
function isFor(principal: string, service: string): boolean {
  return service.endsWith('.') ? principal.startsWith(service) : principal === service;
}
