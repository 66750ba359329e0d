import { NO_ENTRIES, type CallExpression, type Expression, type RecordExpression } from '../expression';
import type { Follower } from '../follow/follower';
import {
  OWN_IDENTITY,
  type Client,
  type Emission,
  type Identity,
  type SdkResource,
  type Session,
  type Thing,
} from '../follow/thing';
import { identityOf } from './identity';
import { iamPrefix, operationName } from './services';

/** What a call of boto3 gives: a session, a client, a resource or something of it. */
export function boto3Value(callee: Thing, call: CallExpression, follower: Follower): Thing | undefined {
  if (callee.kind === 'export') return made(exportName(callee), call, { follower, around: OWN_IDENTITY });
  if (callee.kind !== 'bound') return undefined;
  const { name } = callee;
  const of = clientIn(callee.of) ?? callee.of;
  switch (of.kind) {
    case 'session':
      return made(name, call, { follower, around: of });
    case 'client':
      return ofClient({ client: of, name, call }, follower);
    case 'resource':
      return ofResource(of, name, call);
    default:
      // What is listed is listed of the same bucket, however it is narrowed down.
      return LISTING.test(name) && bucketListed(of) !== undefined ? of : undefined;
  }
}

/** `boto3.client` is `client`, `boto3.session.Session` is `Session`. */
function exportName({ module, path }: Extract<Thing, { kind: 'export' }>): string {
  return /^boto3(?:\.session)?$/.test(module) || module === 'aioboto3' ? (path.at(-1) ?? '') : '';
}

interface Surroundings {
  readonly follower: Follower;
  readonly around: Identity;
}

function made(name: string, call: CallExpression, { follower, around }: Surroundings): Thing | undefined {
  const identity = identityOf(call.named, follower, around);
  if (name === 'Session') return { kind: 'session', ...identity } satisfies Session;
  const service = follower.literalOf(call.positional[0] ?? valueOf(call.named, 'service_name'));
  const prefix = service === undefined ? undefined : iamPrefix(service);
  if (prefix === undefined) return undefined;
  // A region or credentials may also be given by place.
  const isForeign = identity.isForeign || call.positional.length > 2;
  const isElsewhere = identity.isElsewhere || call.positional.length > 1;
  if (name === 'client') return { kind: 'client', service: prefix, style: 'methods', isForeign, isElsewhere };
  if (name !== 'resource') return undefined;
  return { kind: 'resource', service: prefix, type: undefined, named: NO_ENTRIES, isForeign, isElsewhere };
}

function valueOf({ entries }: RecordExpression, name: string): Expression | undefined {
  return entries.find(({ key }) => key.kind === 'text' && key.value === name)?.value;
}

function ofClient({ client, name, call }: MethodCall, follower: Follower): Thing | undefined {
  if (name === 'get_queue_url') return { kind: 'record', record: queueByName(call), mayGrow: false };
  if (name !== 'get_paginator' && name !== 'get_waiter') return undefined;
  const what = follower.literalOf(call.positional[0]);
  if (what === undefined) return undefined;
  const operation = name === 'get_paginator' ? operationName(what) : WAITERS.get(what);
  return operation === undefined ? undefined : { kind: 'prepared', client, operation };
}

const WAITERS: ReadonlyMap<string, string> = new Map([
  ['table_exists', 'DescribeTable'],
  ['table_not_exists', 'DescribeTable'],
  ['object_exists', 'HeadObject'],
  ['object_not_exists', 'HeadObject'],
  ['bucket_exists', 'HeadBucket'],
]);

interface MethodCall {
  readonly client: Client;
  readonly name: string;
  readonly call: CallExpression;
}

/** A client, or the one behind a resource: `dynamodb.meta.client`. */
function clientIn(thing: Thing): Client | undefined {
  if (thing.kind === 'client') return thing.style === 'methods' ? thing : undefined;
  if (thing.kind !== 'bound' || thing.name !== 'client' || thing.of.kind !== 'bound') return undefined;
  const { of, name } = thing.of;
  if (name !== 'meta' || of.kind !== 'resource') return undefined;
  const { service, isForeign, isElsewhere } = of;
  return { kind: 'client', service, style: 'methods', isForeign, isElsewhere };
}

/** The URL of a queue says no more than its name. */
function queueByName({ named }: CallExpression): RecordExpression {
  const name = valueOf(named, 'QueueName');
  return name === undefined ? { ...NO_ENTRIES, spreads: [UNKNOWN] } : record({ QueueUrl: name });
}
const UNKNOWN: Expression = { kind: 'unknown' };

/** Objects that a resource makes, with what their arguments name. */
const MAKERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['dynamodb Table', ['TableName']],
  ['s3 Bucket', ['Bucket']],
  ['s3 Object', ['Bucket', 'Key']],
  ['s3 ObjectSummary', ['Bucket', 'Key']],
  ['sqs Queue', ['QueueUrl']],
  ['sns Topic', ['TopicArn']],
]);

function ofResource(resource: SdkResource, name: string, call: CallExpression): Thing | undefined {
  if (name === 'get_queue_by_name') return { ...resource, type: 'Queue', named: queueByName(call) };
  const names = MAKERS.get(`${resource.service} ${name}`);
  if (names === undefined) return undefined;
  const values = [...resource.named.entries.map(({ value }) => value), ...call.positional];
  const named = names.map((each, index) => [each, values[index] ?? UNKNOWN] as const);
  return { ...resource, type: name, named: record(Object.fromEntries(named)) };
}

function record(entries: Readonly<Record<string, Expression>>): RecordExpression {
  return {
    kind: 'record',
    entries: Object.entries(entries).map(([key, value]) => ({ key: { kind: 'text', value: key }, value })),
    spreads: [],
  };
}

/** The calls that a call of boto3 is. */
export function boto3Emissions(callee: Thing, call: CallExpression, follower: Follower): readonly Emission[] {
  if (callee.kind !== 'bound') return [];
  const { of, name } = callee;
  if (of.kind === 'prepared')
    return name === 'paginate' || name === 'wait' ? emit(of.client, of.operation, call.named) : [];
  const client = clientIn(of);
  if (client !== undefined) return ofMethod({ client, name, call }, follower);
  if (of.kind === 'resource') return ofResourceMethod(of, name, call);
  return ofCollection(of, name);
}

function emit(by: Client | SdkResource, operation: string, input: RecordExpression | undefined): readonly Emission[] {
  if (by.isForeign) return [];
  return [{ service: by.service, operation, input, isElsewhere: by.isElsewhere, isCommand: false }];
}

/** Methods that call nothing, or that are looked at where what they give is used. */
const NO_CALLS = new Set(['get_paginator', 'get_waiter', 'can_paginate', 'close', 'generate_presigned_url']);

/** Methods that are no operations, with what their arguments are called. */
const CONVENIENCE: ReadonlyMap<string, readonly [operation: string, ...names: readonly string[]]> = new Map([
  ['upload_file', ['PutObject', 'Filename', 'Bucket', 'Key']],
  ['upload_fileobj', ['PutObject', 'Fileobj', 'Bucket', 'Key']],
  ['download_file', ['GetObject', 'Bucket', 'Key', 'Filename']],
  ['download_fileobj', ['GetObject', 'Bucket', 'Key', 'Fileobj']],
  ['copy', ['CopyObject', 'CopySource', 'Bucket', 'Key']],
  ['generate_presigned_post', ['PutObject', 'Bucket', 'Key']],
]);

function ofMethod({ client, name, call }: MethodCall, follower: Follower): readonly Emission[] {
  const [first, params] = call.positional;
  if (name === 'generate_presigned_url') {
    const method = follower.literalOf(first ?? valueOf(call.named, 'ClientMethod'));
    const input = follower.recordOf(params ?? valueOf(call.named, 'Params'));
    return method === undefined ? [] : emit(client, operationName(method), input);
  }
  if (NO_CALLS.has(name)) return [];
  const [operation = operationName(name), ...names] = CONVENIENCE.get(name) ?? [];
  return emit(client, operation, withPlaces(call, names));
}

/** Arguments that are given by place get their names. */
function withPlaces({ positional, named }: CallExpression, names: readonly string[]): RecordExpression {
  const placed = positional.flatMap((value, index) => {
    const name = names[index];
    return name === undefined ? [] : [{ key: { kind: 'text', value: name } as const, value }];
  });
  return { ...named, entries: [...placed, ...named.entries] };
}

/** Methods of boto3's resources that are not called as the operation is; nothing for what calls nothing. */
const OBJECT_METHODS: ReadonlyMap<string, string> = new Map([
  ['Table batch_writer', 'BatchWriteItem'],
  ['Table load', 'DescribeTable'],
  ['Table reload', 'DescribeTable'],
  ['Bucket upload_file', 'PutObject'],
  ['Bucket upload_fileobj', 'PutObject'],
  ['Bucket put_object', 'PutObject'],
  ['Bucket download_file', 'GetObject'],
  ['Bucket download_fileobj', 'GetObject'],
  ['Bucket delete_objects', 'DeleteObjects'],
  ['Object get', 'GetObject'],
  ['Object put', 'PutObject'],
  ['Object delete', 'DeleteObject'],
  ['Object upload_file', 'PutObject'],
  ['Object upload_fileobj', 'PutObject'],
  ['Object download_file', 'GetObject'],
  ['Object download_fileobj', 'GetObject'],
  ['Object copy_from', 'CopyObject'],
  ['Object copy', 'CopyObject'],
  ['Object load', 'HeadObject'],
  ['ObjectSummary get', 'GetObject'],
  ['ObjectSummary delete', 'DeleteObject'],
  ['Queue send_message', 'SendMessage'],
  ['Queue send_messages', 'SendMessageBatch'],
  ['Queue receive_messages', 'ReceiveMessage'],
  ['Queue delete_messages', 'DeleteMessageBatch'],
  ['Queue purge', 'PurgeQueue'],
  ['Topic publish', 'Publish'],
]);
const TABLE_METHODS = /^(?:(?:get|put|update|delete)_item|query|scan)$/;

function ofResourceMethod(resource: SdkResource, name: string, call: CallExpression): readonly Emission[] {
  const { type, named } = resource;
  if (type === undefined) {
    if (name === 'get_queue_by_name') return emit(resource, 'GetQueueUrl', call.named);
    return name.startsWith('batch_') ? emit(resource, operationName(name), call.named) : [];
  }
  const known = OBJECT_METHODS.get(`${type} ${name}`);
  const operation = type === 'Table' && TABLE_METHODS.test(name) ? operationName(name) : known;
  if (operation === undefined) return [];
  return emit(resource, operation, { ...call.named, entries: [...named.entries, ...call.named.entries] });
}

/** `bucket.objects.all()`, and `.delete()` of what it lists. */
function ofCollection(of: Thing, name: string): readonly Emission[] {
  const bucket = bucketListed(of);
  if (bucket === undefined) return [];
  if (name === 'delete') return emit(bucket, 'DeleteObjects', bucket.named);
  return LISTING.test(name) ? emit(bucket, 'ListObjectsV2', bucket.named) : [];
}

const LISTING = /^(?:all|filter|limit|page_size)$/;

function bucketListed(of: Thing): SdkResource | undefined {
  if (of.kind !== 'bound' || of.of.kind !== 'resource' || of.of.type !== 'Bucket') return undefined;
  return of.name === 'objects' ? of.of : undefined;
}
