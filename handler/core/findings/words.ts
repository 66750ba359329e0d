import type { Assessment } from '#core/access/assess';
import { accountIn } from '#core/aws/arn';
import type { Miss, NearMiss, Outcome } from '#core/iam/decision';
import type { LayerName } from '#core/iam/request';
import { functionWords } from '#core/model/functions-outside';
import type { StackModel } from '#core/model/stack-model';
import type { Condition, ListElement, Statement } from '#core/policy/document';
import type { Need, PrincipalRef, ResourceRef } from '#core/rules/need';
import { isLiteral, showText, type Text } from '#core/value/text';
import { describeUnknown, uniqueReasons, type UnknownReason } from '#core/value/unknown-reason';
import { wordsOfText } from './spell-text';

/** One sentence a deployer understands: who cannot do what to what, and which policy is the reason. */
export function messageOf({ need, outcome, decision }: Assessment, model: StackModel): string {
  const what = `call \`${need.action}\`${isNothing(need.resource) ? '' : ` on ${resourceWords(need.resource, model)}`}`;
  if (outcome === 'unknown') {
    const because = byUse(decision.unknowns).slice(0, 3).map(describeUnknown).join('; ');
    return `cannot tell whether ${subjectWords(need)} can ${what}, because ${because}`;
  }
  return `${subjectWords(need)} cannot ${what}, ${reasonWords(need, { outcome, layer: decision.decidedBy, model })}`;
}

/** What somebody can do something about comes first: who reads of a parameter need not read of the region. */
function byUse(reasons: readonly UnknownReason[]): readonly UnknownReason[] {
  const isUseful = ({ kind }: UnknownReason): boolean => !EVERYDAY.has(kind);
  const useful = uniqueReasons(reasons).filter(isUseful);
  return useful.length > 0 ? useful : uniqueReasons(reasons);
}
const EVERYDAY: ReadonlySet<UnknownReason['kind']> = new Set([
  'pseudo-parameter',
  'generated-name',
  'attribute-known-after-deployment',
  'any-object',
]);

function isNothing({ arn }: ResourceRef): boolean {
  return showText(arn) === '*';
}

function subjectWords({ principal, function: lambda }: Need): string {
  if (principal.kind === 'service') return sourceWords(principal);
  if (principal.kind === 'anyone') return 'a caller without credentials';
  if (lambda !== undefined && principal.by !== 'other-service') return `\`${functionWords(lambda)}\``;
  const { logicalId, arn } = principal.role;
  const account = accountIn(arn);
  if (logicalId === undefined && account !== undefined && !isLiteral(arn))
    return `a role of account \`${showText(account)}\``;
  return `role \`${logicalId ?? showText(arn)}\``;
}

function sourceWords({ service, logicalId }: Extract<PrincipalRef, { kind: 'service' }>): string {
  return logicalId === undefined ? `\`${service}\`` : `\`${service}\` (for \`${logicalId}\`)`;
}

export function resourceWords({ arn, logicalId }: ResourceRef, model: StackModel): string {
  if (logicalId === undefined) return `\`${wordsOfText(arn, model)}\``;
  const { arn: own, type } = model.lookup.all.get(logicalId) ?? {};
  const isAnyOf = arn.some((part) => typeof part !== 'string' && part.reason.kind === 'any-object');
  if (isAnyOf && type === 'AWS::S3::Bucket') return `the objects of \`${logicalId}\``;
  return own === undefined || showText(own) === showText(arn) ? `\`${logicalId}\`` : `\`${wordsOfText(arn, model)}\``;
}

/** AWS's own AccessDenied texts say "because no identity-based policy allows the … action". */
function reasonWords(need: Need, reason: Reason): string {
  if (reason.outcome === 'explicit-deny') return `with an explicit deny in ${layerWords(need, reason)}`;
  return `because ${layerWords(need, reason)} does not allow it`;
}

interface Reason {
  readonly outcome: Outcome;
  readonly layer: LayerName | undefined;
  readonly model: StackModel;
}

function layerWords(need: Need, { layer, model }: Reason): string {
  const role =
    need.principal.kind === 'role'
      ? `\`${need.principal.role.logicalId ?? showText(need.principal.role.arn)}\``
      : 'its role';
  switch (layer) {
    case 'identity':
    case undefined:
      return `the identity-based policy of ${role}`;
    case 'boundary':
      return `the permissions boundary of ${role}`;
    case 'session':
      return 'the session policy';
    case 'scp':
      return 'a service control policy';
    case 'rcp':
      return 'a resource control policy';
    case 'endpoint':
      return 'the policy of the VPC endpoint';
    case 'public-access':
      return 'S3 Block Public Access';
    case 'bucket':
      return 'the policy of the bucket behind the access point';
    case 'trust':
      return `the trust policy of ${ownerWords(need, model)}`;
    case 'resource':
      return resourceLayerWords(need, model);
  }
}

function ownerWords({ resource }: Need, model: StackModel): string {
  return resource.logicalId === undefined ? resourceWords(resource, model) : `\`${resource.logicalId}\``;
}

function resourceLayerWords(need: Need, model: StackModel): string {
  const [service = ''] = need.action.toLowerCase().split(':');
  const target = ownerWords(need, model);
  switch (service) {
    case 'kms':
      return `the key policy of ${target}`;
    case 'lambda':
      return `the resource-based policy (AWS::Lambda::Permission) of ${target}`;
    case 's3':
      return `the bucket policy of ${target}`;
    case 'sts':
      return `the trust policy of ${target}`;
    default:
      return `the resource-based policy of ${target}`;
  }
}

/** Why the statement that came close missed: completes "…, but". */
export function missWords({ miss, statement }: NearMiss, need: Need, model: StackModel): string {
  switch (miss.kind) {
    case 'action':
      return actionWords(textsOf(statement.actions), need, model);
    case 'resource':
      return `its resource ${listWords(textsOf(statement.resources), model)} does not match \`${wordsOfText(need.resource.arn, model)}\``;
    case 'principal':
      return `its principal ${listWords(statement.principals?.principals.map(({ text }) => text) ?? [], model)} is not the caller`;
    case 'condition':
      return conditionWords(miss, need, model);
    case 'delegates-only':
      return 'it only lets the policies of the account decide, and they do not allow it';
  }
}

function actionWords(actions: readonly Text[], need: Need, model: StackModel): string {
  const listed = listWords(actions, model);
  return actions.length === 1
    ? `its action ${listed} is not \`${need.action}\``
    : `its actions ${listed} do not include \`${need.action}\``;
}

/** What a statement takes away. */
export function denialWords({ actions, resources, conditions }: Statement, model: StackModel): string {
  const what = `${actions?.negated === true ? 'all but ' : ''}${listWords(textsOf(actions), model)}`;
  const where =
    resources === undefined ? '' : ` on ${resources.negated ? 'all but ' : ''}${listWords(textsOf(resources), model)}`;
  const when = conditions.map((each) => `${each.operator} \`${each.key}\` ${wantedWords(each, model)}`).join(' and ');
  return `it denies ${what}${where}${when === '' ? '' : ` where ${when}`}`;
}

function textsOf(element: ListElement | undefined): readonly Text[] {
  return element?.patterns.map(({ text }) => text) ?? [];
}

function conditionWords({ condition }: Extract<Miss, { kind: 'condition' }>, need: Need, model: StackModel): string {
  const given = requestValue(condition.key.toLowerCase(), need);
  const carries = given === undefined ? '' : `, and the request carries \`${wordsOfText(given, model)}\``;
  return `its condition ${condition.operator} \`${condition.key}\` asks for ${wantedWords(condition, model)}${carries}`;
}

function wantedWords({ values }: Condition, model: StackModel): string {
  return 'kind' in values ? 'a value that is not known' : listWords(values, model);
}

function requestValue(key: string, { principal, context }: Need): Text | undefined {
  const own = context.get(key);
  if (own !== undefined || principal.kind !== 'service') return own;
  if (key === 'aws:sourcearn') return principal.sourceArn;
  return key === 'aws:sourceaccount' ? principal.sourceAccount : undefined;
}

const MOST_LISTED = 3;

function listWords(texts: readonly Text[], model: StackModel): string {
  const shown = texts.slice(0, MOST_LISTED).map((text) => `\`${wordsOfText(text, model)}\``);
  const more = texts.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
