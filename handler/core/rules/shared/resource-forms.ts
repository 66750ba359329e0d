import { knownAction } from '#core/aws/actions';
import { hole, NAME_SHAPE, showText, splitText, textOf, type Hole, type Text } from '#core/value/text';

/** A resource of the stack, or one of which a policy shows no more than its ARN. */
export interface NamedResource {
  readonly type: string;
  readonly arn: Text | undefined;
  readonly logicalId: string | undefined;
}

type Form = (resource: NamedResource, arn: Text, action: string) => Text;
/** A resource type of which requests name one in several ways. */
type Forms = readonly Form[];

interface ServiceResources {
  /** Types of resources of a template that the actions of the service are done to. */
  readonly types: readonly string[];
  /** What a request names, by the resource type that the Service Authorization Reference says the action takes. */
  readonly forms: ReadonlyMap<string, Forms>;
}

const itself: Form = (_resource, arn) => arn;

/** Something below the resource, of which the request names any one: `/index/` and a name. */
function below(separator: string, what: string): Form {
  return (resource, arn) => textOf(arn, separator, anyOne(what, resource));
}

function anyOne(what: string, { logicalId, arn = [] }: NamedResource): Text {
  const of = logicalId ?? showText(arn);
  const reason = { kind: 'any-object', of } as const;
  return textOf(hole(`any ${what} of ${of}`, reason, { ...NAME_SHAPE, without: '*?$' }));
}

/** AWS: an execution has an ARN of its own, beside the machine's. */
function execution(kind: string): Form {
  return (resource, arn) => {
    const parts = splitText(arn, ':');
    const before = parts.slice(0, 5).flatMap((part) => [part, ':']);
    return textOf(...before, kind, ':', parts[6] ?? [], ':', anyOne('execution', resource));
  };
}

/** AWS: the executions that a distributed map starts have its label behind the name of the machine. */
const childExecution: Form = (resource, arn, action) => {
  const own = execution('execution')(resource, arn, action);
  const name = splitText(own, ':')[6] ?? [];
  const before = splitText(own, ':')
    .slice(0, 6)
    .flatMap((part) => [part, ':']);
  return textOf(...before, name, '/', anyOne('map run', resource), ':', anyOne('execution', resource));
};

/** AWS: what calls of an API are asked of begins with the stage, which may be `$default`; those to its connections go on so. */
function calls({ logicalId, arn: own = [] }: NamedResource, arn: Text, action: string): Text {
  const of = logicalId ?? showText(own);
  const any = (what: string, without: string): Hole =>
    hole(`any ${what} of ${of}`, { kind: 'any-object', of }, { ...NAME_SHAPE, without });
  if (action.toLowerCase() !== 'execute-api:manageconnections') return textOf(arn, '/', any('call', '*?'));
  return textOf(arn, '/', any('stage', '*?/@'), '/', any('verb', '*?/@'), '/@connections/', any('connection', '*?/'));
}

/** AWS: a configuration is that of a profile in an environment, and has an ARN of its own. */
function configuration(resource: NamedResource, arn: Text): Text {
  return textOf(arn, '/environment/', anyOne('environment', resource), '/configuration/', anyOne('profile', resource));
}

function service(types: readonly string[], forms: Readonly<Record<string, Form | Forms>>): ServiceResources {
  const lists = Object.entries(forms).map(
    ([name, form]) => [name, typeof form === 'function' ? [form] : form] as const,
  );
  return { types, forms: new Map<string, Forms>(lists) };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const SERVICES: ReadonlyMap<string, ServiceResources> = new Map([
  ['s3', service(['AWS::S3::Bucket'], { bucket: itself, object: below('/', 'object') })],
  [
    'dynamodb',
    service(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], {
      table: itself,
      index: below('/index/', 'index'),
      stream: below('/stream/', 'stream'),
    }),
  ],
  ['sqs', service(['AWS::SQS::Queue'], { queue: itself })],
  ['sns', service(['AWS::SNS::Topic'], { topic: itself })],
  ['kinesis', service(['AWS::Kinesis::Stream'], { stream: itself, consumer: below('/consumer/', 'consumer') })],
  ['firehose', service(['AWS::KinesisFirehose::DeliveryStream'], { deliverystream: itself })],
  ['events', service(['AWS::Events::EventBus'], { 'event-bus': itself })],
  ['secretsmanager', service(['AWS::SecretsManager::Secret'], { Secret: itself })],
  ['ssm', service(['AWS::SSM::Parameter'], { parameter: itself })],
  [
    'states',
    service(['AWS::StepFunctions::StateMachine'], {
      statemachine: itself,
      execution: [execution('execution'), childExecution],
      express: execution('express'),
    }),
  ],
  ['kms', service(['AWS::KMS::Key'], { key: itself })],
  ['cognito-idp', service(['AWS::Cognito::UserPool'], { userpool: itself })],
  ['appsync', service(['AWS::AppSync::GraphQLApi'], { field: below('/types/', 'field') })],
  ['ecs', service(['AWS::ECS::TaskDefinition'], { 'task-definition': itself })],
  ['sts', service(['AWS::IAM::Role'], { role: itself })],
  ['rds-data', service(['AWS::RDS::DBCluster'], { cluster: itself })],
  ['ses', service(['AWS::SES::EmailIdentity'], { identity: itself })],
  ['appconfig', service(['AWS::AppConfig::Application'], { application: itself, configuration })],
  ['execute-api', service(['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'], { 'execute-api-general': calls })],
  ['logs', service(['AWS::Logs::LogGroup'], { 'log-stream': below(':log-stream:', 'log stream') })],
]);

/** The types of resources of a template that the actions of a service are done to. */
export function typesOfService(prefix: string): readonly string[] {
  return SERVICES.get(prefix.toLowerCase())?.types ?? [];
}

/**
 * The ARNs by which a request for the action may name the resource; none where the action is not known, or is not done to
 * such a resource, so that nothing can be said.
 */
export function formsOf(action: string, resource: NamedResource): readonly Text[] {
  const { arn, type } = resource;
  const services = SERVICES.get(action.slice(0, action.indexOf(':')).toLowerCase());
  const types = knownAction(action)?.resourceTypes ?? [];
  if (arn === undefined || services?.types.includes(type) !== true) return [];
  return [...services.forms]
    .filter(([name]) => types.includes(name))
    .flatMap(([, forms]) => forms.map((form) => form(resource, arn, action)));
}
