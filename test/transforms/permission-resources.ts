import type { Json } from './json-template';

type JsonMap = Readonly<Record<string, Json>>;

/** Resource types by which permissions are given or used. */
const TYPES = new Set([
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Events::Rule',
  'AWS::IoT::TopicRule',
  'AWS::Logs::SubscriptionFilter',
  'AWS::S3::Bucket',
  'AWS::Cognito::UserPool',
  'AWS::Scheduler::Schedule',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::AppSync::DataSource',
]);

/** Properties that say nothing about permissions, or hold what only an upload gives. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': ['Code', 'Tags', 'Layers', 'Description'],
  'AWS::Lambda::Alias': ['FunctionVersion'],
  'AWS::Scheduler::Schedule': ['Tags'],
  'AWS::SQS::Queue': ['Tags'],
};
const SETS = new Set(['ManagedPolicyArns', 'Policies', 'DependsOn']);

/** The permission-bearing resources of a template, each as one text; equal texts for equal meaning. */
export function permissionResources(template: Json): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [logicalId, resource] of Object.entries(mapOf(mapOf(template)['Resources']))) {
    const { Type: type, Condition: condition, DependsOn: dependsOn, Properties: properties } = mapOf(resource);
    if (typeof type !== 'string' || !TYPES.has(type) || mapOf(properties)['Type'] === 'NONE') continue;
    const kept = Object.entries(mapOf(properties)).filter(([name]) => LEFT_OUT[type]?.includes(name) !== true);
    const shape = {
      Type: type,
      Condition: condition ?? null,
      DependsOn: listOf(dependsOn),
      ...Object.fromEntries(kept),
    };
    found.set(logicalId, JSON.stringify(normal(shape), null, 1));
  }
  return found;
}

function mapOf(json: Json | undefined): JsonMap {
  return isMap(json) ? json : {};
}

function isMap(json: Json | undefined): json is JsonMap {
  return typeof json === 'object' && json !== null && !isList(json);
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

function listOf(json: Json | undefined): Json {
  if (json === undefined) return [];
  return isList(json) ? json : [json];
}

/** Keys sorted, null and empty left out, order of sets ignored, scalars as text, pseudo parameters of the test region filled in. */
function normal(json: Json, key = ''): Json {
  if (isList(json)) {
    const items = json.map((item) => normal(item));
    return SETS.has(key) ? items.map((item) => JSON.stringify(item)).sort() : items;
  }
  if (!isMap(json)) return filled(String(json));
  const region = json['Ref'];
  if (region === 'AWS::Region' || region === 'AWS::Partition') return filled(`\${${region}}`);
  const text = json['Fn::Sub'];
  if (typeof text === 'string' && !text.includes('${')) return text;
  const entries = Object.keys(json)
    .sort()
    .map((name): [string, Json] => [name, normal(json[name] ?? null, name)])
    .filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(entries);
}

function isEmpty(json: Json): boolean {
  return json === 'null' || (isList(json) && json.length === 0);
}

function filled(text: string): string {
  return text.replaceAll('${AWS::Region}', 'us-east-1').replaceAll('${AWS::Partition}', 'aws');
}
