import { showText, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import { joinPolicySets, policySetOf } from './policy-sets';
import type { PolicySet, Resource, ResourceLookup } from './stack-model';

export interface PolicyResource {
  readonly type: string;
  /** The property that names what the policy belongs to; a list or a single value. */
  readonly target: string;
  readonly targetTypes: readonly string[];
  /** The property that holds the document, where it is not `PolicyDocument`. */
  readonly document?: string;
  /** AWS: what the property holds is put into a document by the service. */
  readonly holds?: 'one-statement';
}

/** Resources that are the policy of another resource. */
export const POLICY_RESOURCES: readonly PolicyResource[] = [
  { type: 'AWS::S3::BucketPolicy', target: 'Bucket', targetTypes: ['AWS::S3::Bucket'] },
  { type: 'AWS::SQS::QueuePolicy', target: 'Queues', targetTypes: ['AWS::SQS::Queue'] },
  { type: 'AWS::SQS::QueueInlinePolicy', target: 'Queue', targetTypes: ['AWS::SQS::Queue'] },
  { type: 'AWS::SNS::TopicPolicy', target: 'Topics', targetTypes: ['AWS::SNS::Topic'] },
  { type: 'AWS::SNS::TopicInlinePolicy', target: 'TopicArn', targetTypes: ['AWS::SNS::Topic'] },
  {
    type: 'AWS::SecretsManager::ResourcePolicy',
    target: 'SecretId',
    targetTypes: ['AWS::SecretsManager::Secret'],
    document: 'ResourcePolicy',
  },
  {
    type: 'AWS::Events::EventBusPolicy',
    target: 'EventBusName',
    targetTypes: ['AWS::Events::EventBus'],
    document: 'Statement',
    holds: 'one-statement',
  },
  { type: 'AWS::Kinesis::ResourcePolicy', target: 'ResourceArn', targetTypes: ['AWS::Kinesis::Stream'] },
  {
    type: 'AWS::MSK::ClusterPolicy',
    target: 'ClusterArn',
    targetTypes: ['AWS::MSK::Cluster', 'AWS::MSK::ServerlessCluster'],
    document: 'Policy',
  },
];

/** Properties that hold the resource's own policy. */
const OWN_POLICY: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::DynamoDB::Table', ['ResourcePolicy', 'PolicyDocument']],
  ['AWS::Events::EventBus', ['Policy']],
  ['AWS::ECR::Repository', ['RepositoryPolicyText']],
  ['AWS::EFS::FileSystem', ['FileSystemPolicy']],
  ['AWS::ApiGateway::RestApi', ['Policy']],
]);

/** The policy of each resource of the stack that has one written in the template, by logical id. */
export function resourcePolicies(lookup: ResourceLookup): ReadonlyMap<string, PolicySet> {
  const found = new Map<string, PolicySet[]>();
  const add = (logicalId: string, policy: PolicySet): void => {
    found.set(logicalId, [...(found.get(logicalId) ?? []), policy]);
  };
  for (const kind of POLICY_RESOURCES) {
    for (const resource of lookup.ofType(kind.type)) attach(resource, kind, { lookup, add });
  }
  for (const [type, path] of OWN_POLICY) {
    for (const resource of lookup.ofType(type)) {
      add(resource.logicalId, policySetOf(at(resource.properties, ...path), `policy of \`${resource.logicalId}\``));
    }
  }
  return new Map([...found].map(([logicalId, sets]) => [logicalId, joinPolicySets(sets)]));
}

interface Attaching {
  readonly lookup: ResourceLookup;
  readonly add: (logicalId: string, policy: PolicySet) => void;
}

function attach(resource: Resource, kind: PolicyResource, { lookup, add }: Attaching): void {
  const policy = policyIn(resource, kind);
  if (policy === undefined) return;
  for (const target of itemsOf(at(resource.properties, kind.target))) {
    const owner = ownerOf(target, kind.targetTypes, lookup);
    if (owner !== undefined) add(owner.logicalId, policy);
    else addToPossibleOwners(target, kind.targetTypes, { lookup, add });
  }
}

export function policyIn({ properties, logicalId }: Resource, kind: PolicyResource): PolicySet | undefined {
  const written = at(properties, kind.document ?? 'PolicyDocument');
  const document = kind.holds === 'one-statement' ? documentOf(written) : written;
  if (kind.holds === 'one-statement' && document === undefined) return undefined;
  return policySetOf(document, `\`${logicalId}\``);
}

function documentOf(statement: Value | undefined): Value | undefined {
  if (statement === undefined || statement.kind === 'unknown') return statement;
  const { origin } = statement;
  const version: Value = { kind: 'text', text: textOf('2012-10-17'), origin };
  return {
    kind: 'map',
    entries: new Map([
      ['Version', version],
      ['Statement', statement],
    ]),
    origin,
  };
}

/** The resource of the stack that a policy is for. */
export function ownerOf(target: Value, types: readonly string[], lookup: ResourceLookup): Resource | undefined {
  const text = textOfValue(target);
  if (text === undefined) return undefined;
  return (
    types.map((type) => lookup.byRef(text, type)).find((found) => found !== undefined) ??
    ownerByArn(text, types, lookup)
  );
}

function ownerByArn(text: Text, types: readonly string[], lookup: ResourceLookup): Resource | undefined {
  const found = lookup.byArn(text);
  return found !== undefined && types.includes(found.type) ? found : undefined;
}

/** A target that is not known may be any resource whose name the template gives; a generated name cannot be guessed at. */
function addToPossibleOwners(target: Value, types: readonly string[], { lookup, add }: Attaching): void {
  const text = textOfValue(target);
  const hole = text?.find((part) => typeof part !== 'string');
  if (typeof hole !== 'object') return;
  for (const resource of lookup.ofType(...types)) {
    if (!showText(resource.ref).includes('${random:'))
      add(resource.logicalId, { policies: [], unknowns: [hole.reason] });
  }
}
