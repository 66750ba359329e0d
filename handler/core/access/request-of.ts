import { accountIn, arnOf } from '#core/aws/arn';
import type { AccessRequest, ContextKey, RequestContext, RequestPrincipal } from '#core/iam/request';
import type { Role, StackModel } from '#core/model/stack-model';
import type { Need, PrincipalRef } from '#core/rules/need';
import { hole, NAME_SHAPE, showText, textOf, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { at, itemsOf } from '#core/value/value';

/** The request that AWS will see when the need arises. */
export function requestOf(need: Need, model: StackModel): AccessRequest {
  return {
    principal: knownPrincipal(need, model),
    action: need.action,
    resource: need.resource.arn,
    resourceAccount: need.resource.account,
    context: contextOf(need, model),
  };
}

type RolePrincipal = Extract<PrincipalRef, { kind: 'role' }>;
type ServicePrincipal = Extract<PrincipalRef, { kind: 'service' }>;

const sessions = new WeakMap<Role, Map<string, RequestPrincipal>>();

/** One object for all needs of a session, so that what is found out of it is found once. */
function knownPrincipal(need: Need, model: StackModel): RequestPrincipal {
  const { principal } = need;
  if (principal.kind !== 'role') return principalOf(need, model);
  const known = sessions.get(principal.role) ?? new Map<string, RequestPrincipal>();
  sessions.set(principal.role, known);
  const called = need.function;
  const key = `${principal.by} ${called === undefined ? '' : (called.logicalId ?? showText(called.arn))}`;
  const session = known.get(key) ?? principalOf(need, model);
  known.set(key, session);
  return session;
}

/** AWS: a function's session has the function's name, and its ARN drops the path of the role. */
function principalOf(need: Need, model: StackModel): RequestPrincipal {
  const { principal } = need;
  if (principal.kind === 'service') return { kind: 'service', service: serviceName(principal) };
  if (principal.kind === 'anyone') return { kind: 'anonymous' };
  const account = accountOfRole(principal, model);
  const session =
    (principal.by === 'other-service' ? undefined : need.function?.name) ??
    textOf(hole('session name', { kind: 'context-key', key: 'aws:userid' }, NAME_SHAPE));
  const name = principal.role.name;
  const sessionArn = textOf('arn:', model.place.partition, ':sts::', account, ':assumed-role/', name, '/', session);
  return { kind: 'role-session', roleArn: principal.role.arn, sessionArn, account };
}

function serviceName({ service, name }: ServicePrincipal): Text {
  return name ?? textOf(service);
}

/** AWS: "Cross-account pass role is not allowed": whatever account the ARN names, a function that exists runs in its own. */
function accountOfRole({ role, by }: RolePrincipal, model: StackModel): Text {
  if (role.logicalId !== undefined || by !== 'other-service') return model.place.account;
  return accountIn(role.arn) ?? model.place.account;
}

/** Condition keys by kind of caller; keys that are not listed may be there or not. */
function contextOf(need: Need, model: StackModel): RequestContext {
  const { principal } = need;
  const entries = keysOf(principal, need, model);
  const keys = new Map<string, ContextKey>(entries);
  for (const [key, text] of need.context) keys.set(key, present(text));
  if (need.context.has('kms:viaservice')) {
    keys.set('aws:viaawsservice', present(textOf('true')));
    keys.set('aws:calledvia', unknownKey('aws:CalledVia'));
    keys.set('aws:sourceip', unknownKey('aws:SourceIp'));
  }
  return { keys, others: 'unknown' };
}

type Entry = readonly [string, ContextKey];

function keysOf(principal: PrincipalRef, need: Need, model: StackModel): readonly Entry[] {
  switch (principal.kind) {
    case 'role':
      return roleKeys(principal, need, model);
    case 'service':
      return serviceKeys(principal);
    case 'anyone':
      return ANYONE_KEYS;
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function roleKeys(principal: RolePrincipal, need: Need, model: StackModel): readonly Entry[] {
  const isCode = principal.by === 'function-code';
  return [
    ['aws:principalarn', present(principal.role.arn)],
    ['aws:principalaccount', present(accountOfRole(principal, model))],
    ['aws:resourceaccount', present(need.resource.account)],
    ['s3:resourceaccount', present(need.resource.account)],
    ...SAME_FOR_ROLES,
    ['aws:requestedregion', requestedRegion(need, model)],
    ...networkKeys(need, isCode),
    ...(isCode && need.function !== undefined
      ? [['lambda:sourcefunctionarn', present(need.function.arn)] satisfies Entry]
      : [['lambda:sourcefunctionarn', ABSENT] satisfies Entry]),
  ];
}

const ABSENT: ContextKey = { present: 'no', values: [] };

/** AWS: aws:SourceArn and its kin exist only where a service calls another as itself. */
const ABSENT_FOR_ROLES = [
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:username',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'lambda:eventsourcetoken',
  'kms:viaservice',
];

const SAME_FOR_ROLES: readonly Entry[] = [
  ['aws:principaltype', present(textOf('AssumedRole'))],
  ['aws:principalisawsservice', present(textOf('false'))],
  ['aws:viaawsservice', present(textOf('false'))],
  ['aws:securetransport', present(textOf('true'))],
  ['aws:userid', presentUnknown('aws:userid')],
  ['aws:currenttime', presentUnknown('aws:CurrentTime')],
  ['aws:epochtime', presentUnknown('aws:EpochTime')],
  ['aws:tokenissuetime', presentUnknown('aws:TokenIssueTime')],
  ...ABSENT_FOR_ROLES.map((key): Entry => [key, ABSENT]),
];

/** The region that is called is that of the resource; a bucket has one as well, though its ARN does not say it. */
function requestedRegion({ resource }: Need, { place, lookup }: StackModel): ContextKey {
  const region = arnOf(resource.arn).parts[3];
  if (region !== undefined && region.length > 0) return present(region);
  const isOwnBucket = lookup.all.get(resource.logicalId ?? '')?.type === 'AWS::S3::Bucket';
  return isOwnBucket ? present(place.region) : presentUnknown('aws:RequestedRegion');
}

/** A function outside a VPC cannot come through a VPC endpoint; of one outside the stack nobody knows. */
function networkKeys(need: Need, isCode: boolean): readonly Entry[] {
  const properties = need.function?.resource?.properties;
  const subnets = itemsOf(at(properties, 'VpcConfig', 'SubnetIds'));
  if (isCode && (subnets.length > 0 || properties === undefined)) return [];
  return [
    ['aws:sourcevpc', ABSENT],
    ['aws:sourcevpce', ABSENT],
    ['aws:vpcsourceip', ABSENT],
  ];
}

function serviceKeys(principal: ServicePrincipal): readonly Entry[] {
  return [
    ['aws:principalisawsservice', present(textOf('true'))],
    ['aws:principalservicename', present(serviceName(principal))],
    ['aws:securetransport', present(textOf('true'))],
    ['aws:viaawsservice', present(textOf('false'))],
    ['aws:sourcearn', sourceKey(principal.sourceArn, 'aws:SourceArn')],
    ['aws:sourceaccount', sourceKey(principal.sourceAccount, 'aws:SourceAccount')],
    ['aws:principalarn', ABSENT],
    ['aws:principalaccount', ABSENT],
    ['aws:principalorgid', ABSENT],
    ['aws:username', ABSENT],
    ['lambda:functionurlauthtype', ABSENT],
    ['lambda:invokedviafunctionurl', ABSENT],
    ['lambda:eventsourcetoken', ABSENT],
  ];
}

const ANYONE_KEYS: readonly Entry[] = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:sourcearn',
  'aws:sourceaccount',
  'lambda:functionurlauthtype',
  'lambda:invokedviafunctionurl',
  'lambda:eventsourcetoken',
].map((key) => [key, ABSENT]);

function present(text: Text): ContextKey {
  return { present: 'yes', values: [text] };
}

function sourceKey(text: Text | undefined, key: string): ContextKey {
  return text === undefined ? unknownKey(key) : present(text);
}

function unknownKey(key: string): ContextKey {
  return { present: 'unknown', values: reason(key) };
}

function presentUnknown(key: string): ContextKey {
  return { present: 'yes', values: reason(key) };
}

function reason(key: string): UnknownReason {
  return { kind: 'context-key', key };
}
