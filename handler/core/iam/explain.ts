import type { ListElement } from '#core/policy/document';
import { showText, type Text } from '#core/value/text';
import { describeUnknown } from '#core/value/unknown-reason';
import { contextKey, isReason } from './context-value';
import type { Decision, LayerResult, Miss, NearMiss, StatementRef } from './decision';
import type { AccessRequest, LayerName, RequestPrincipal } from './request';

/** The decision as lines for a reader, the first of them in the words of AWS's own AccessDenied messages. */
export function explainDecision(request: AccessRequest, decision: Decision): readonly string[] {
  return [
    explainOutcome(request, decision),
    ...decision.layers.flatMap(explainLayer),
    ...(decision.closest === undefined ? [] : [`closest: ${explainNearMiss(decision.closest, request)}`]),
    ...decision.unknowns.map((reason) => `cannot tell, because ${describeUnknown(reason)}`),
  ];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function explainOutcome(request: AccessRequest, { outcome, decidedBy }: Decision): string {
  const access = `perform: ${request.action} on resource: ${showText(request.resource)}`;
  const who = `User: ${nameOf(request.principal)}`;
  switch (outcome) {
    case 'allow':
      return `${who} is authorized to ${access}`;
    case 'unknown':
      return `${who} may or may not be authorized to ${access}`;
    case 'explicit-deny':
      return `${who} is not authorized to ${access} with an explicit deny in ${article(decidedBy)}`;
    case 'implicit-deny':
      if (decidedBy === 'public-access') return `${who} is not authorized to ${access} because ${SHUT}`;
      return `${who} is not authorized to ${access} because no ${policyName(decidedBy)} allows the ${request.action} action`;
  }
}

const SHUT = 'public access is prevented by the RestrictPublicBuckets setting in S3 Block Public Access';

function nameOf(principal: RequestPrincipal): string {
  switch (principal.kind) {
    case 'role-session':
      return showText(principal.sessionArn);
    case 'role':
      return showText(principal.roleArn);
    case 'user':
    case 'federated':
      return showText(principal.arn);
    case 'root':
      return `arn:aws:iam::${showText(principal.account)}:root`;
    case 'service':
      return showText(principal.service);
    case 'anonymous':
      return 'anonymous';
  }
}

const POLICY_NAMES: Readonly<Record<LayerName, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  resource: 'resource-based policy',
  trust: 'role trust policy',
  endpoint: 'VPC endpoint policy',
  'public-access': 'S3 Block Public Access',
  bucket: 'policy of the bucket behind the access point',
};

function policyName(layer: LayerName | undefined): string {
  return POLICY_NAMES[layer ?? 'identity'];
}

function article(layer: LayerName | undefined): string {
  return `${layer === 'identity' ? 'an' : 'a'} ${policyName(layer)}`;
}

function explainLayer({ layer, denies, allows, required, because }: LayerResult): readonly string[] {
  const need = { yes: 'must allow', no: 'need not allow', unknown: 'may have to allow' }[required];
  return [
    `${POLICY_NAMES[layer]}: allows ${allows}, denies ${denies}; ${need}`,
    ...because.map(
      (ref) => `  ${ref.statement.effect} in ${nameOfStatement(ref)}${ref.applies === 'yes' ? '' : ' (may apply)'}`,
    ),
  ];
}

/** As in `identityPolicies[0], statement 2`. */
export function nameOfStatement({ policy, statement }: StatementRef): string {
  const place =
    statement.sid === undefined ? `statement ${policy.statements.indexOf(statement) + 1}` : `\`${statement.sid}\``;
  return `${policy.label}, ${place}`;
}

/** Which statement came close, and the one reason why it missed. */
export function explainNearMiss(near: NearMiss, request: AccessRequest): string {
  return `${near.statement.effect} in ${nameOfStatement(near)}, but ${explainMiss(near, request)}`;
}

function explainMiss({ miss, statement }: NearMiss, request: AccessRequest): string {
  switch (miss.kind) {
    case 'action':
      return coverage('Action', statement.actions, request.action);
    case 'resource':
      return coverage('Resource', statement.resources, showText(request.resource));
    case 'principal':
      return statement.principals?.negated === true
        ? 'its NotPrincipal leaves out the caller'
        : 'its Principal does not cover the caller';
    case 'condition':
      return explainCondition(miss, request);
    case 'delegates-only':
      return 'it only lets the policies of the account decide, and they do not allow it';
  }
}

function coverage(name: string, element: ListElement | undefined, wanted: string): string {
  const patterns = listed(element?.patterns.map(({ text }) => text) ?? []);
  return element?.negated === true
    ? `its Not${name} ${patterns} leaves out \`${wanted}\``
    : `its ${name} ${patterns} does not cover \`${wanted}\``;
}

function explainCondition({ condition }: Extract<Miss, { kind: 'condition' }>, { context }: AccessRequest): string {
  const wanted = isReason(condition.values) ? 'a value that is not known' : listed(condition.values);
  const { present, values } = contextKey(context, condition.key.toLowerCase(), condition.key);
  const given = isReason(values) ? 'has a value that is not known' : `is ${listed(values)}`;
  return `its condition asks for ${condition.operator} ${wanted}, and \`${condition.key}\` ${present === 'no' ? 'is missing' : given}`;
}

const MOST_LISTED = 3;

function listed(texts: readonly Text[]): string {
  const shown = texts.slice(0, MOST_LISTED).map((text) => `\`${showText(text)}\``);
  return shown.join(', ') + (texts.length > MOST_LISTED ? ` and ${texts.length - MOST_LISTED} more` : '');
}
