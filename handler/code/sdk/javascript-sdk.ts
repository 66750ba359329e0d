import type { CallExpression, Expression, RecordExpression } from '../expression';
import { NO_ENTRIES } from '../expression';
import type { Follower } from '../follow/follower';
import type { Client, Emission, Thing } from '../follow/thing';
import { identityOf } from './identity';
import { iamPrefix, operationName } from './services';

type Export = Extract<Thing, { kind: 'export' }>;

/** What a call of an AWS SDK for JavaScript gives, of version 2 or 3. */
export function javascriptValue(callee: Thing, call: CallExpression, follower: Follower): Thing | undefined {
  const wrapped = wrappedBy(callee, call);
  if (wrapped !== undefined) return follower.thingOf(wrapped);
  if (callee.kind !== 'export') return undefined;
  return call.isNew ? newClient(callee, call, follower) : documentClient(callee, call, follower);
}

/** Tracing hands back what it is given: `captureAWS(require('aws-sdk'))`, `tracer.captureAWSv3Client(client)`. */
function wrappedBy(callee: Thing, { positional: [first] }: CallExpression): Expression | undefined {
  const name = callee.kind === 'export' ? callee.path.at(-1) : callee.kind === 'bound' ? callee.name : undefined;
  return name?.startsWith('captureAWS') === true ? first : undefined;
}

function newClient(callee: Export, call: CallExpression, follower: Follower): Client | undefined {
  const found = clientOf(callee);
  if (found === undefined) return undefined;
  const options = follower.recordOf(call.positional[0]);
  const identity = identityOf(options ?? OPEN, follower);
  return { kind: 'client', ...found, ...identity };
}
const OPEN: RecordExpression = { ...NO_ENTRIES, spreads: [{ kind: 'unknown' }] };

type ClientKind = Pick<Client, 'service' | 'style'>;

function clientOf({ module, path }: Export): ClientKind | undefined {
  if (module === 'aws-sdk') return versionTwo(path);
  const ofService = /^aws-sdk\/clients\/(?<name>\w+)$/.exec(module)?.groups?.['name'];
  if (ofService !== undefined) return versionTwo([ofService, ...path.filter((step) => step !== 'default')]);
  const [name = ''] = path.slice(-1);
  const service = serviceOfPackage(module);
  if (service === undefined || /Command$/.test(name)) return undefined;
  return { service, style: name.endsWith('Client') ? 'commands' : 'methods' };
}

function versionTwo(path: readonly string[]): ClientKind | undefined {
  const [name = '', inner] = path.filter((step) => step !== 'default');
  const service = iamPrefix(name);
  if (service === undefined) return undefined;
  return { service, style: inner === 'DocumentClient' ? 'document' : 'methods' };
}

function serviceOfPackage(module: string): string | undefined {
  if (module === '@aws-sdk/lib-dynamodb') return 'dynamodb';
  const name = /^@aws-sdk\/client-(?<name>[a-z0-9-]+)$/.exec(module)?.groups?.['name'];
  return name === undefined ? undefined : iamPrefix(name.replace(/-data-plane$/, ''));
}

/** `DynamoDBDocumentClient.from(client)`, `DynamoDBDocument.from(client)`. */
function documentClient({ module, path }: Export, call: CallExpression, follower: Follower): Client | undefined {
  const [name, method] = path;
  if (module !== '@aws-sdk/lib-dynamodb' || method !== 'from' || call.positional[0] === undefined) return undefined;
  const inner = follower.thingOf(call.positional[0]);
  const identity =
    inner.kind === 'client'
      ? { isForeign: inner.isForeign, isElsewhere: inner.isElsewhere }
      : { isForeign: true, isElsewhere: true };
  return {
    kind: 'client',
    service: 'dynamodb',
    style: name === 'DynamoDBDocument' ? 'document' : 'commands',
    ...identity,
  };
}

/** The calls that a call of an SDK for JavaScript is. */
export function javascriptEmissions(callee: Thing, call: CallExpression, follower: Follower): readonly Emission[] {
  if (callee.kind === 'export') return ofExport(callee, call, follower);
  if (callee.kind !== 'bound' || callee.of.kind !== 'client') return [];
  const { of: client, name } = callee;
  if (client.isForeign || client.style === 'commands' || NO_CALLS.has(name)) return [];
  const [first, second] = call.positional;
  const base = { service: client.service, isElsewhere: client.isElsewhere, isCommand: false };
  if (/^getSignedUrl(?:Promise)?$/.test(name) || name === 'createPresignedPost') {
    const method = name === 'createPresignedPost' ? 'putObject' : follower.literalOf(first);
    const params = name === 'createPresignedPost' ? first : second;
    return method === undefined
      ? []
      : [{ ...base, operation: operationName(method), input: follower.recordOf(params) }];
  }
  const operation = client.style === 'document' ? DOCUMENT_METHODS.get(name) : operationName(name);
  return operation === undefined ? [] : [{ ...base, operation, input: follower.recordOf(first) }];
}

const NO_CALLS = new Set(['send', 'destroy', 'makeRequest', 'waitFor', 'config', 'on', 'setupRequestListeners']);

/** DynamoDB's document clients and commands have names of their own. */
const DOCUMENT_METHODS: ReadonlyMap<string, string> = new Map([
  ['get', 'GetItem'],
  ['put', 'PutItem'],
  ['update', 'UpdateItem'],
  ['delete', 'DeleteItem'],
  ['query', 'Query'],
  ['scan', 'Scan'],
  ['batchGet', 'BatchGetItem'],
  ['batchWrite', 'BatchWriteItem'],
  ['transactGet', 'TransactGetItems'],
  ['transactWrite', 'TransactWriteItems'],
]);

function ofExport(callee: Export, call: CallExpression, follower: Follower): readonly Emission[] {
  const { module, path } = callee;
  const [name = ''] = path.slice(-1);
  const [first, second] = call.positional;
  if (module === '@aws-sdk/lib-storage' && name === 'Upload') return [uploaded(first, follower)];
  if (module === '@aws-sdk/s3-presigned-post' && name === 'createPresignedPost')
    return [command('s3', 'PutObject', follower.recordOf(second))];
  const service = serviceOfPackage(module);
  if (service === undefined || path.length !== 1) return [];
  if (call.isNew) {
    const written = /^(?<name>\w+)Command$/.exec(name)?.groups?.['name'];
    return written === undefined ? [] : [command(service, commandOf(module, written), follower.recordOf(first))];
  }
  const paged = /^paginate(?<name>\w+)$/.exec(name)?.groups?.['name'];
  return paged === undefined ? [] : [command(service, commandOf(module, paged), follower.recordOf(second))];
}

/** `PutCommand` of the document library is `PutItem`. */
function commandOf(module: string, name: string): string {
  if (module !== '@aws-sdk/lib-dynamodb') return name;
  return DOCUMENT_METHODS.get(name.charAt(0).toLowerCase() + name.slice(1)) ?? name;
}

function command(service: string, operation: string, input: RecordExpression | undefined): Emission {
  return { service, operation, input, isElsewhere: false, isCommand: true };
}

/** `new Upload({ client, params })`. */
function uploaded(options: Expression | undefined, follower: Follower): Emission {
  const params = follower.recordOf(options)?.entries.find(({ key }) => key.kind === 'text' && key.value === 'params');
  return command('s3', 'PutObject', params === undefined ? undefined : follower.recordOf(params.value));
}
