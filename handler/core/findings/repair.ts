import { isFreeChoice, type Assessment } from '#core/access/assess';
import { decide } from '#core/iam/decide';
import type { LayerName, PolicyLayer, PolicyLayers } from '#core/iam/request';
import { arnOf } from '#core/aws/arn';
import { comesBefore } from '#core/model/creation-order';
import type { Role, StackModel } from '#core/model/stack-model';
import type { ListElement, PolicyDocument, PrincipalElement, Statement } from '#core/policy/document';
import { textOf, type Text } from '#core/value/text';
import type { Addition } from './addition';
import type { Source } from './candidate';
import { snippetFor } from './snippets';
import { inStackOf } from './stack-of-snippet';

export interface Repair {
  readonly summary: string;
  readonly snippet: string;
  readonly proved: boolean;
}

/** The smallest additions that turn the answer into a yes, each tried on the decision itself. */
export function repairFor(assessment: Assessment, model: StackModel, source: Source): Repair | null {
  const { decision } = assessment;
  if (decision.outcome === 'explicit-deny')
    return { summary: 'change the deny statement so that it does not cover this access', snippet: '', proved: false };
  if (decision.outcome !== 'implicit-deny') return null;
  const possible = candidates(assessment, model);
  const proven = possible.find((additions) => isAllowedWith(assessment, additions));
  const additions = proven ?? possible[0] ?? [];
  const texts = additions.map((addition) => {
    const { summary, snippet } = snippetFor(addition, assessment, { model, source });
    return { summary, snippet: inStackOf(ownerOf(addition, assessment.need), snippet, model) };
  });
  return {
    summary: texts.map((text) => text.summary).join('; '),
    snippet: texts.map((text) => text.snippet).join('\n'),
    proved: proven !== undefined,
  };
}

/** The resource whose template the addition is written in. */
function ownerOf({ layer }: Addition, { principal, resource }: Need): string | undefined {
  if (layer === 'resource' || principal.kind !== 'role') return resource.logicalId;
  return principal.role.logicalId;
}

function candidates({ need, decision }: Assessment, model: StackModel): readonly (readonly Addition[])[] {
  const statement = statementFor(need.action, need.resource.arn);
  const resource: Addition = { layer: 'resource', statement: { ...statement, ...resourceSide(need, model) } };
  if (need.principal.kind !== 'role') return [[resource]];
  const delegation: readonly Addition[] = need.action.startsWith('kms:')
    ? [delegationTo(need.principal.role, resource)]
    : [];
  const identity: Addition = { layer: 'identity', statement };
  const boundary: Addition = { layer: 'boundary', statement };
  const asked = layerOf(decision.decidedBy);
  const singles = [identity, ...delegation, resource, boundary].sort(
    (a, b) => Number(b.layer === asked) - Number(a.layer === asked),
  );
  return [
    ...singles.map((each) => [each]),
    ...delegation.map((each) => [identity, each]),
    [identity, resource],
    [identity, boundary],
    [identity, boundary, resource],
  ];
}

/** AWS: a key policy that names the role waits for it, and the role's policy for the key; the account waits for nothing. */
function delegationTo({ arn }: Role, { layer, statement }: Addition): Addition {
  const [, partition = [], , , account = []] = arnOf(arn).parts;
  const root = textOf('arn:', partition, ':iam::', account, ':root');
  const principals: PrincipalElement = { negated: false, principals: [{ type: 'AWS', text: root, origin: SUGGESTED }] };
  return { layer, statement: { ...statement, principals } };
}

function layerOf(layer: LayerName | undefined): Addition['layer'] {
  return layer === 'boundary' ? 'boundary' : layer === 'resource' || layer === 'trust' ? 'resource' : 'identity';
}

type Need = Assessment['need'];

/** Principal, and the condition that keeps a service to one source. */
function resourceSide(need: Need, model: StackModel): Pick<Statement, 'principals' | 'conditions' | 'resources'> {
  const { principal } = need;
  const origin = SUGGESTED;
  const element = (type: 'AWS' | 'Service', text: Text): PrincipalElement => ({
    negated: false,
    principals: [{ type, text, origin }],
  });
  const everything: ListElement = { negated: false, patterns: [{ text: textOf('*'), origin }] };
  const isKeyOrTrust = /^(kms|sts):/i.test(need.action);
  const resources = isKeyOrTrust ? { resources: everything } : { resources: pattern(need.resource.arn) };
  if (principal.kind === 'anyone') return { ...resources, principals: ANYONE, conditions: [] };
  if (principal.kind === 'role')
    return { ...resources, principals: element('AWS', principal.role.arn), conditions: [] };
  const name = principal.name ?? textOf(principal.service);
  return { ...resources, principals: element('Service', name), conditions: sourceConditions(need, principal, model) };
}

type ServicePrincipal = Extract<Need['principal'], { kind: 'service' }>;

/** AWS: what a service sends while it assumes a role is not documented for most. */
function sourceConditions(need: Need, principal: ServicePrincipal, model: StackModel): Statement['conditions'] {
  const { sourceArn, sourceAccount } = principal;
  if (sourceArn === undefined || need.action === 'sts:AssumeRole') return [];
  if (!mayName(sourceArn, need, model))
    return sourceAccount === undefined
      ? []
      : [{ operator: 'StringEquals', key: 'aws:SourceAccount', values: [sourceAccount], origin: SUGGESTED }];
  return [{ operator: 'ArnLike', key: 'AWS:SourceArn', values: [widen(sourceArn)], origin: SUGGESTED }];
}

/**
 * A policy cannot name what waits for it: S3 tries a notification when it makes the bucket, and a policy inside a
 * resource is made with it.
 */
function mayName(sourceArn: Text, { action, resource }: Need, model: StackModel): boolean {
  const source = model.lookup.byArn(sourceArn);
  if (source === undefined) return true;
  if (source.type === 'AWS::S3::Bucket') return false;
  const isBesideResource = /^(lambda|sqs|sns):/i.test(action);
  const owner = resource.logicalId;
  return isBesideResource || owner === undefined || !comesBefore(source.logicalId, model.lookup).has(owner);
}

function statementFor(action: string, arn: Text): Statement {
  return {
    sid: undefined,
    effect: 'Allow',
    principals: undefined,
    actions: { negated: false, patterns: [{ text: textOf(action), origin: SUGGESTED }] },
    resources: pattern(arn),
    conditions: [],
    unknowns: [],
    origin: SUGGESTED,
  };
}

function pattern(arn: Text): ListElement {
  return { negated: false, patterns: [{ text: widen(arn), origin: SUGGESTED }] };
}

/** "Any object" is written as a star. */
function widen(arn: Text): Text {
  return textOf(...arn.map((part) => (typeof part !== 'string' && part.reason.kind === 'any-object' ? '*' : part)));
}

const ANYONE: PrincipalElement = {
  negated: false,
  principals: [{ type: 'any', text: textOf('*'), origin: { kind: 'input', path: undefined } }],
};

const SUGGESTED: Statement['origin'] = { kind: 'input', path: undefined };

function isAllowedWith({ request, layers }: Assessment, additions: readonly Addition[]): boolean {
  const changed = additions.reduce<PolicyLayers>((current, addition) => withStatement(current, addition), layers);
  const decision = decide({ ...request, resource: widen(request.resource) }, changed);
  return decision.outcome === 'allow' || (decision.outcome === 'unknown' && isFreeChoice(decision));
}

function withStatement(layers: PolicyLayers, { layer, statement }: Addition): PolicyLayers {
  const added: PolicyDocument = {
    version: '2012-10-17',
    statements: [statement],
    problems: [],
    unknowns: [],
    origin: SUGGESTED,
    label: 'repair',
  };
  const extend = (current: PolicyLayer | undefined): PolicyLayer => ({
    policies: [...(current?.policies ?? []), added],
    unknowns: current?.unknowns ?? [],
  });
  switch (layer) {
    case 'identity':
      return { ...layers, identity: extend(layers.identity) };
    case 'boundary':
      return layers.boundary === undefined ? layers : { ...layers, boundary: extend(layers.boundary) };
    case 'resource':
      return { ...layers, resource: extend(layers.resource) };
  }
}
