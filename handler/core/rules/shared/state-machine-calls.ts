import { functionTarget } from '#core/model/functions';
import type { StackModel } from '#core/model/stack-model';
import { showText, splitText, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import type { Evidence } from '../need';
import { anyOf } from './api-gateway';
import type { Handover } from './handovers';
import { isExpression, settingOf, stateCalls, type StateCall } from './state-machines';
import { queueArn } from './target-access';

/** One permission a call of a state takes. */
export interface StateAccess {
  readonly action: string;
  readonly arn: Text;
  readonly context?: ReadonlyMap<string, Text>;
}

/** The function that a state calls by name or ARN; undefined where the input of the execution names it. */
export function calledFunction(call: StateCall, model: StackModel): Text | undefined {
  if (call.service === undefined) return functionTarget(call.resource, model.names).arn;
  if (call.service !== 'lambda' || call.operation !== 'invoke') return undefined;
  const name = textOfValue(settingOf(call, 'FunctionName'));
  const qualifier = settingOf(call, 'Qualifier');
  if (name === undefined || isChosenAtRunTime(call, 'Qualifier')) return undefined;
  const text = textOfValue(qualifier);
  return functionTarget(text === undefined ? name : textOf(name, ':', text), model.names).arn;
}

/** `Qualifier.$`, or an expression. */
function isChosenAtRunTime(call: StateCall, name: string): boolean {
  const settings = at(call.settings, 'Arguments') ?? at(call.settings, 'Parameters');
  const value = textOfValue(at(settings, name));
  return at(settings, `${name}.$`) !== undefined || (value !== undefined && isExpression(value));
}

type Resources = (call: StateCall, model: StackModel) => readonly Text[];
interface Operation {
  readonly action: string;
  readonly resources: Resources;
}

const TABLE: Resources = (call, model) => named(call, 'TableName').map((name) => tableArn(name, model));
/** AWS: a query or scan of an index is asked of the index alone; of none where the input of the execution names the index. */
const TABLE_OR_INDEX: Resources = (call, model) => {
  const [index] = named(call, 'IndexName');
  if (index !== undefined) return TABLE(call, model).map((table) => textOf(table, '/index/', index));
  return isChosenAtRunTime(call, 'IndexName') ? [] : TABLE(call, model);
};
const QUEUE: Resources = (call, model) =>
  named(call, 'QueueUrl')
    .map((url) => queueArn(url, model))
    .filter((arn) => arn !== undefined);
const OBJECT: Resources = (call, model) =>
  named(call, 'Bucket').map((name) =>
    textOf(bucketArn(name, model), '/', anyOf(`any object of ${showText(name)}`, '')),
  );
const BUCKET: Resources = (call, model) => named(call, 'Bucket').map((name) => bucketArn(name, model));
const BUSES: Resources = (call, model) =>
  itemsOf(settingOf(call, 'Entries')).flatMap((entry) => {
    if (entry.kind !== 'map' || at(entry, 'EventBusName.$') !== undefined) return [];
    const bus = textOfValue(at(entry, 'EventBusName')) ?? textOf('default');
    return isExpression(bus) ? [] : [busArn(bus, model)];
  });

/** Optimised integrations and calls of the SDK, by the name Step Functions has for the service. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['sqs:sendMessage', { action: 'sqs:SendMessage', resources: QUEUE }],
  ['sqs:sendMessageBatch', { action: 'sqs:SendMessage', resources: QUEUE }],
  ['sns:publish', { action: 'sns:Publish', resources: (call: StateCall) => named(call, 'TopicArn') }],
  ...['getItem', 'putItem', 'updateItem', 'deleteItem'].map(onTable(TABLE)),
  ...['query', 'scan'].map(onTable(TABLE_OR_INDEX)),
  ['events:putEvents', { action: 'events:PutEvents', resources: BUSES }],
  ['eventbridge:putEvents', { action: 'events:PutEvents', resources: BUSES }],
  ['s3:getObject', { action: 's3:GetObject', resources: OBJECT }],
  ['s3:putObject', { action: 's3:PutObject', resources: OBJECT }],
  ['s3:deleteObject', { action: 's3:DeleteObject', resources: OBJECT }],
  ['s3:listObjectsV2', { action: 's3:ListBucket', resources: BUCKET }],
]);

function onTable(resources: Resources): (name: string) => [string, Operation] {
  return (name) => [
    `dynamodb:${name}`,
    { action: `dynamodb:${name.charAt(0).toUpperCase()}${name.slice(1)}`, resources },
  ];
}

/** What a call of a state asks of services other than Lambda and Step Functions itself. */
export function accessOfCall(call: StateCall, model: StackModel): readonly StateAccess[] {
  if (call.service === 'http' && call.operation === 'invoke') return accessOfHttpCall(call);
  const operation = OPERATIONS.get(`${call.service ?? ''}:${call.operation}`);
  if (operation === undefined) return [];
  return operation.resources(call, model).map((arn) => ({ action: operation.action, arn }));
}

/**
 * The secret of the connection is asked for too, but its name is not known before it is there.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-permissions
 */
function accessOfHttpCall(call: StateCall): readonly StateAccess[] {
  const { arn } = call.machine.resource;
  const connection = textOfValue(at(settingOf(call, 'Authentication'), 'ConnectionArn'));
  const context = [
    ...named(call, 'Method').map((method) => ['states:httpmethod', method] as const),
    ...named(call, 'ApiEndpoint').map((endpoint) => ['states:httpendpoint', endpoint] as const),
  ];
  return [
    ...(arn === undefined ? [] : [{ action: 'states:InvokeHTTPEndpoint', arn, context: new Map(context) }]),
    ...(connection === undefined || isExpression(connection)
      ? []
      : [{ action: 'events:RetrieveConnectionCredentials', arn: connection }]),
  ];
}

const SENDING: ReadonlySet<string> = new Set(['sqs:SendMessage', 'sns:Publish', 's3:PutObject']);

/** Messages and objects that states write. */
export function stateHandovers(model: StackModel): readonly Handover[] {
  return stateCalls(model).flatMap((call) => {
    const { role, resource } = call.machine;
    if (role === undefined) return [];
    const message = `state \`${call.state}\` of \`${resource.logicalId}\` sends to this target`;
    const evidence: Evidence = { kind: 'wired', message, origin: call.origin };
    return accessOfCall(call, model)
      .filter(({ action }) => SENDING.has(action))
      .map(({ arn }) => ({ role, by: 'other-service', target: arn, evidence }));
  });
}

function named(call: StateCall, setting: string): readonly Text[] {
  const text = textOfValue(settingOf(call, setting));
  return text === undefined ? [] : [text];
}

function isArn(text: Text): boolean {
  return showText(text).startsWith('arn:');
}

/** Services take a name or an ARN where they ask for a table, a bucket or a bus. */
function tableArn(name: Text, { lookup, place }: StackModel): Text {
  if (isArn(name)) return name;
  const own = lookup.byRef(name, 'AWS::DynamoDB::Table') ?? lookup.byRef(name, 'AWS::DynamoDB::GlobalTable');
  return own?.arn ?? textOf('arn:', place.partition, ':dynamodb:', place.region, ':', place.account, ':table/', name);
}

function bucketArn(name: Text, { place }: StackModel): Text {
  return isArn(name) ? (splitText(name, '/')[0] ?? name) : textOf('arn:', place.partition, ':s3:::', name);
}

function busArn(name: Text, { place }: StackModel): Text {
  if (isArn(name)) return name;
  return textOf('arn:', place.partition, ':events:', place.region, ':', place.account, ':event-bus/', name);
}
