import type { Assessment } from '#core/access/assess';
import type { Miss, NearMiss } from '#core/iam/decision';
import type { LayerName } from '#core/iam/request';
import type { Need, ResourceRef } from '#core/rules/need';
import { showText, type Text } from '#core/value/text';
import { describeUnknown } from '#core/value/unknown-reason';

/** One sentence a deployer understands: who cannot do what to what, and which policy is the reason. */
export function messageOf({ need, outcome, decision }: Assessment): string {
  const what = `call \`${need.action}\` on ${resourceWords(need.resource)}`;
  if (outcome === 'unknown') {
    const because = decision.unknowns.slice(0, 3).map(describeUnknown).join('; ');
    return `cannot tell whether ${subjectWords(need)} can ${what}, because ${because}`;
  }
  return `${subjectWords(need)} cannot ${what}, ${reasonWords(need, outcome, decision.decidedBy)}`;
}

function subjectWords({ principal, function: lambda }: Need): string {
  if (principal.kind === 'service') return `\`${principal.service}\``;
  if (principal.kind === 'anyone') return 'a caller without credentials';
  if (lambda !== undefined && principal.by !== 'other-service') return `\`${lambda.logicalId}\``;
  return `role \`${principal.role.logicalId ?? showText(principal.role.arn)}\``;
}

export function resourceWords(resource: ResourceRef): string {
  const arn = showText(resource.arn);
  if (arn === '*') return '`*`';
  if (resource.logicalId === undefined) return `\`${arn}\``;
  return arn.includes('${any object of') ? `the objects of \`${resource.logicalId}\`` : `\`${resource.logicalId}\``;
}

/** AWS's own AccessDenied texts say "because no identity-based policy allows the … action". */
function reasonWords(need: Need, outcome: string, layer: LayerName | undefined): string {
  if (outcome === 'explicit-deny') return `with an explicit deny in ${layerWords(need, layer)}`;
  return `because ${layerWords(need, layer)} does not allow it`;
}

function layerWords(need: Need, layer: LayerName | undefined): string {
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
    case 'trust':
      return `the trust policy of ${resourceWords(need.resource)}`;
    case 'resource':
      return resourceLayerWords(need);
  }
}

function resourceLayerWords(need: Need): string {
  const [service = ''] = need.action.toLowerCase().split(':');
  const target = resourceWords(need.resource).replace('the objects of ', '');
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
export function missWords({ miss, statement }: NearMiss, need: Need): string {
  switch (miss.kind) {
    case 'action':
      return `its action ${listWords(statement.actions?.patterns.map(({ text }) => text) ?? [])} is not \`${need.action}\``;
    case 'resource':
      return `its resource ${listWords(statement.resources?.patterns.map(({ text }) => text) ?? [])} does not match \`${showText(need.resource.arn)}\``;
    case 'principal':
      return `its principal ${listWords(statement.principals?.principals.map(({ text }) => text) ?? [])} is not the caller`;
    case 'condition':
      return conditionWords(miss, need);
    case 'delegates-only':
      return 'it only lets the policies of the account decide, and they do not allow it';
  }
}

function conditionWords({ condition }: Extract<Miss, { kind: 'condition' }>, need: Need): string {
  const wanted = Array.isArray(condition.values) ? listWords(condition.values) : 'a value that is not known';
  const key = condition.key.toLowerCase();
  const given = requestValue(key, need);
  return `its condition ${condition.operator} \`${condition.key}\` asks for ${wanted}${given === undefined ? '' : `, and the request carries \`${given}\``}`;
}

function requestValue(key: string, { principal, context }: Need): string | undefined {
  const own = context.get(key);
  if (own !== undefined) return showText(own);
  if (principal.kind !== 'service') return undefined;
  if (key === 'aws:sourcearn' && principal.sourceArn !== undefined) return showText(principal.sourceArn);
  return key === 'aws:sourceaccount' && principal.sourceAccount !== undefined
    ? showText(principal.sourceAccount)
    : undefined;
}

const MOST_LISTED = 3;

function listWords(texts: readonly Text[]): string {
  const shown = texts.slice(0, MOST_LISTED).map((text) => `\`${showText(text)}\``);
  const more = texts.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
