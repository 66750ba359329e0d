import type { StackPlace } from '#core/intrinsics/resolved-template';
import { literalOf, showText, type Text } from '#core/value/text';
import { sameText } from '#core/value/text-match';
import type { Deployment, Resource, ResourceLookup } from './stack-model';

/** Where a resource of the template stands: made by this deployment, there already, or nobody knows which. */
export type Standing =
  { readonly kind: 'new' } | { readonly kind: 'there'; readonly physicalId: string } | { readonly kind: 'unknown' };

const NEW: Standing = { kind: 'new' };
const UNKNOWN: Standing = { kind: 'unknown' };

/** Without anything known of what is deployed, the template is taken for all there is. */
export function standingOf({ logicalId, ref, type }: Resource, deployment: Deployment): Standing {
  const { deployed, created, before } = deployment;
  if (created.has(logicalId)) return NEW;
  if (isImported(logicalId, deployment)) return UNKNOWN;
  if (deployed === undefined) return NEW;
  const earlier = before?.flatMap(({ lookup }) => lookup.all.get(logicalId) ?? []).filter((each) => each.type === type);
  const isNew = before !== undefined && before.length > 0 && earlier?.length === 0;
  if (deployed === 'unknown') return isNew ? NEW : UNKNOWN;
  const physicalId = deployed.get(logicalId);
  if (physicalId === undefined) return NEW;
  const name = literalOf(ref);
  if (name === undefined || name === physicalId) return { kind: 'there', physicalId };
  // AWS: another name is another resource, made anew.
  const isRenamed = earlier?.some((each) => showText(each.ref) !== name) === true;
  return isRenamed ? NEW : UNKNOWN;
}

/**
 * Surely not there yet, so that nobody can have named it either. Of nested stacks the account lists only the stack itself: what is
 * in them is new where all is, or where the template before was without it.
 */
export function isSurelyNew(resource: Resource, deployment: Deployment): boolean {
  const { deployed, created, before = [] } = deployment;
  if (standingOf(resource, deployment).kind !== 'new' || deployed === undefined) return created.has(resource.logicalId);
  if (created.has(resource.logicalId) || (typeof deployed === 'object' && deployed.size === 0)) return true;
  return before.length > 0 && before.every(({ lookup }) => !lookup.all.has(resource.logicalId));
}

/** AWS: an import changes nothing of what it takes over, and asks for no template that says all of it. */
function isImported(logicalId: string, { deployed, imported }: Deployment): boolean {
  if (imported === undefined || (typeof deployed === 'object' && deployed.has(logicalId))) return false;
  return imported === 'all' || imported.has(logicalId);
}

/** May something outside be of the stack after all, where nobody knows what that has already? */
export function mayBeOfStack(arn: Text, { all }: ResourceLookup, deployment: Deployment): boolean {
  return [...all.values()].some(
    (resource) =>
      resource.arn !== undefined &&
      standingOf(resource, deployment).kind === 'unknown' &&
      sameText(resource.arn, arn) !== 'no',
  );
}

/** Logical ids of what the template before had, and the account keeps though this one has it no more. */
export function leftBehind({ before = [] }: Deployment, { all }: ResourceLookup): ReadonlySet<string> {
  const kept = before.flatMap(({ lookup }) => [...lookup.all.values()].filter(({ isKept }) => isKept === true));
  return new Set(kept.map(({ logicalId }) => logicalId).filter((logicalId) => !all.has(logicalId)));
}

type Spelling = (physicalId: string, place: Place) => string;
interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

const asIs: Spelling = (arn) => arn;
const named =
  (service: string, prefix = ''): Spelling =>
  (name, { partition, region, account }) =>
    `arn:${partition}:${service}:${region}:${account}:${prefix}${name}`;

/** The ARN behind the physical id of resources whose live policies are asked for. */
const ARN_OF: ReadonlyMap<string, Spelling> = new Map([
  ['AWS::Lambda::Function', named('lambda', 'function:')],
  ['AWS::S3::Bucket', (name, { partition }) => `arn:${partition}:s3:::${name}`],
  ['AWS::SQS::Queue', (url, place) => named('sqs')(url.slice(url.lastIndexOf('/') + 1), place)],
  ['AWS::SNS::Topic', asIs],
  ['AWS::SecretsManager::Secret', asIs],
  ['AWS::DynamoDB::Table', named('dynamodb', 'table/')],
  ['AWS::Kinesis::Stream', named('kinesis', 'stream/')],
  ['AWS::Events::EventBus', named('events', 'event-bus/')],
  ['AWS::KMS::Key', named('kms', 'key/')],
]);

/** The ARN of what is deployed, if its form and the place of the stack are known. */
export function deployedArn({ type }: Resource, physicalId: string, place: StackPlace): string | undefined {
  const known = literalPlace(place);
  return known === undefined ? undefined : ARN_OF.get(type)?.(physicalId, known);
}

export function deployedRoleArn(name: string, path: Text, place: StackPlace): string | undefined {
  const [known, literal] = [literalPlace(place), literalOf(path)];
  if (known === undefined || literal === undefined) return undefined;
  return `arn:${known.partition}:iam::${known.account}:role${literal}${name}`;
}

function literalPlace(place: StackPlace): Place | undefined {
  const [partition, region, account] = [place.partition, place.region, place.account].map(literalOf);
  return partition === undefined || region === undefined || account === undefined
    ? undefined
    : { partition, region, account };
}
