import type { StackModel } from '#core/model/stack-model';
import { hole, literalOf, NAME_SHAPE, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need, ResourceRef } from '../need';
import { serviceIn } from './deliveries';
import { functionMappings, mappingEvidence, type EventSourceMapping } from './event-source-mappings';
import { resourceOf } from './role-calls';
import { roleNeed } from './role-needs';

/** Sources that Lambda reads from within their network, not through an AWS API. */
export type BrokerKind = 'msk' | 'kafka' | 'mq' | 'documentdb';

export interface BrokerMapping extends EventSourceMapping {
  readonly kind: BrokerKind;
}

const KINDS: ReadonlyMap<string, BrokerKind> = new Map([
  ['kafka', 'msk'],
  ['mq', 'mq'],
  ['rds', 'documentdb'],
]);

export function brokerMappings(model: StackModel, ...kinds: readonly BrokerKind[]): readonly BrokerMapping[] {
  return functionMappings(model).flatMap((mapping) => {
    const isSelfManaged = at(mapping.resource.properties, 'SelfManagedEventSource') !== undefined;
    const kind = isSelfManaged ? 'kafka' : KINDS.get(serviceIn(mapping.source) ?? '');
    return kind === undefined || !kinds.includes(kind) ? [] : [{ ...mapping, kind }];
  });
}

interface Reading {
  readonly rule: string;
  readonly mapping: EventSourceMapping;
}

/** A need of the execution role while Lambda reads the source. */
export function readingNeed({ rule, mapping }: Reading, action: string, resource: ResourceRef): Need {
  return roleNeed({
    rule,
    function: mapping.function,
    by: 'lambda-service',
    action,
    resource,
    evidence: [mappingEvidence(mapping)],
  });
}

export interface SourceAccess {
  readonly type: string;
  readonly uri: Text;
  readonly value: Value;
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_SourceAccessConfiguration.html */
export function sourceAccesses({ resource }: EventSourceMapping): readonly SourceAccess[] {
  return itemsOf(at(resource.properties, 'SourceAccessConfigurations')).flatMap((access) => {
    const type = literalOf(textOfValue(at(access, 'Type')) ?? []);
    const value = at(access, 'URI');
    const uri = textOfValue(value);
    return type === undefined || value === undefined || uri === undefined ? [] : [{ type, uri, value }];
  });
}

/** Secrets that Lambda signs in to the source with. */
export function sourceSecrets(mapping: EventSourceMapping): readonly SourceAccess[] {
  return sourceAccesses(mapping).filter(({ uri }) => serviceIn(uri) === 'secretsmanager');
}

/** Mappings of which Lambda reads with the secrets of its own. */
export function secretMappings(model: StackModel): readonly BrokerMapping[] {
  return brokerMappings(model, 'msk', 'kafka', 'mq', 'documentdb');
}

export function secretNeed(
  rule: string,
  { mapping, access, action, resource }: SecretUse,
  context: ReadonlyMap<string, Text> = new Map(),
): Need {
  const name = resource.logicalId ?? 'a secret';
  const message = `\`${mapping.resource.logicalId}\` signs in with \`${name}\``;
  return roleNeed({
    rule,
    function: mapping.function,
    by: 'lambda-service',
    action,
    resource,
    context,
    evidence: [{ kind: 'wired', message, origin: access.value.origin }],
  });
}

export interface SecretUse {
  readonly mapping: EventSourceMapping;
  readonly access: SourceAccess;
  readonly action: string;
  readonly resource: ResourceRef;
}

/** Some resource of a kind, where any will do: parameter groups, topics, consumer groups. */
export function someOf(kind: string, prefix: readonly (string | Text)[], model: StackModel): ResourceRef {
  const some = hole(`some ${kind}`, { kind: 'any-object', of: `the ${kind}s` }, { ...NAME_SHAPE, without: '*?$' });
  return resourceOf(textOf(...prefix, some), model);
}
