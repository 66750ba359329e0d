import { factKey, type Facts } from '#core/facts/facts';
import type { PolicyLayer, PolicyLayers } from '#core/iam/request';
import { functionKey, functionTarget } from '#core/model/functions';
import type { InvokePermission, PolicySet, StackModel } from '#core/model/stack-model';
import { parsePolicy } from '#core/policy/parse-policy';
import type { Need } from '#core/rules/need';
import { isLiteral, literalOf, showText, splitText, type Text } from '#core/value/text';
import { valueOfJson } from '#core/value/value';

/** The policies that decide the need: the caller's, and those of what it asks for. */
export function layersOf(need: Need, model: StackModel, facts: Facts): PolicyLayers {
  const role = need.principal.kind === 'role' ? need.principal.role : undefined;
  return {
    identity: role?.identity ?? NOTHING,
    boundary: role?.boundary,
    session: undefined,
    scps: [],
    rcps: [],
    resource: resourceLayer(need, model, facts),
  };
}

const NOTHING: PolicyLayer = { policies: [], unknowns: [] };

/** Services whose resources carry policies; for the others there is nothing to read, and so nothing unknown. */
const WITH_RESOURCE_POLICY = new Set([
  's3',
  'sqs',
  'sns',
  'kms',
  'secretsmanager',
  'dynamodb',
  'kinesis',
  'kafka',
  'kafka-cluster',
  'events',
  'ecr',
  'elasticfilesystem',
  'es',
  'glue',
  'states',
  'ses',
  'execute-api',
  'backup',
  'codebuild',
  'iot',
  'mediastore',
  'schemas',
  'sts',
]);

function resourceLayer(need: Need, model: StackModel, facts: Facts): PolicySet | undefined {
  const [service = ''] = need.action.toLowerCase().split(':');
  if (service === 'lambda') return functionPolicy(need, model, facts);
  if (service === 'sts') return trustPolicy(need, model);
  if (!WITH_RESOURCE_POLICY.has(service) || literalOf(need.resource.arn) === '*') return undefined;
  // AWS: of EventBridge's resources only buses carry a policy.
  if (service === 'events' && !showText(need.resource.arn).includes(':event-bus/')) return undefined;
  if (service === 'kms') return keyPolicy(need, model, facts);
  const { logicalId } = need.resource;
  if (logicalId !== undefined && model.lookup.all.has(logicalId))
    return model.resourcePolicies.get(logicalId) ?? NOTHING;
  return readPolicy(need, FACT_KIND.get(service) ?? 'resource-policy', facts);
}

type PolicyFact = 'function' | 'bucket' | 'key' | 'queue' | 'topic' | 'resource-policy';
const FACT_KIND: ReadonlyMap<string, PolicyFact> = new Map([
  ['s3', 'bucket'],
  ['sqs', 'queue'],
  ['sns', 'topic'],
]);

function trustPolicy(need: Need, model: StackModel): PolicySet {
  return model.roleNamed(need.resource.arn).trust;
}

function keyPolicy(need: Need, model: StackModel, facts: Facts): PolicySet {
  const own = model.keys.find((key) => key.logicalId !== undefined && key.logicalId === need.resource.logicalId);
  return own?.policy ?? readPolicy(need, 'key', facts);
}

/** Permissions of one function on all its qualifiers; which of them fit the ARN that is called, IAM decides. */
function functionPolicy(need: Need, model: StackModel, facts: Facts): PolicySet {
  const target = functionTarget(need.resource.arn, model.names);
  const own = model.permissionsByFunction.get(functionKey(target)) ?? [];
  const written = own.map((each) => each.policy);
  if (target.function === undefined) {
    const read = readPolicy(need, 'function', facts);
    return { policies: [...written, ...read.policies], unknowns: read.unknowns };
  }
  const possible = isLiteral(target.function.name) ? model.permissions.filter(hasUnknownTarget) : [];
  return { policies: written, unknowns: possible.flatMap(reasonsOf) };
}

function hasUnknownTarget({ target }: InvokePermission): boolean {
  return target.function === undefined && !isLiteral(target.arn);
}

function reasonsOf({ target }: InvokePermission): PolicySet['unknowns'] {
  return target.arn.flatMap((part) => (typeof part === 'string' ? [] : [part.reason])).slice(0, 1);
}

function readPolicy(need: Need, kind: PolicyFact, facts: Facts): PolicySet {
  const id = showText(kind === 'bucket' ? bucketOf(need.resource.arn) : need.resource.arn);
  const words = kind === 'resource-policy' ? `policy of \`${id}\`` : `policy of ${kind} \`${id}\``;
  const fact = facts.get(factKey({ kind, id }));
  switch (fact?.status) {
    case 'found':
      return { policies: [parsePolicy(valueOfJson(fact.value, { kind: 'fact', fact: words }), words)], unknowns: [] };
    case 'absent':
      return NOTHING;
    case 'unreadable':
      return { policies: [], unknowns: [{ kind: 'account-state-unreadable', fact: words, detail: fact.reason }] };
    case undefined:
      return unread(words);
  }
}

/** Objects are governed by the policy of their bucket. */
function bucketOf(arn: Text): Text {
  return splitText(arn, '/')[0] ?? arn;
}

function unread(fact: string): PolicySet {
  return { policies: [], unknowns: [{ kind: 'account-state-not-read', fact }] };
}
