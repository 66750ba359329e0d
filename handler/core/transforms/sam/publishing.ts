import type { TemplateNode } from '#core/template/node';
import { canonicalJson } from '../canonical-json';
import { draftMap, draftNode, getAtt, ref, type Draft } from '../draft';
import { entriesOf, entryOf, givenOf, isPresent, refTarget, stringOf } from '../node-reading';
import { sha1 } from '../sha1';
import { codeOf } from './function-properties';
import type { InvocationTarget } from './invocation-target';
import { define, report, withParameters, type SamResource, type Workspace } from './workspace';

const HASH_LENGTH = 10;

/** The end of a logical id that the translator derives from content. */
export function hashOf(text: string): string {
  return sha1(text).slice(0, HASH_LENGTH);
}

/** Makes the version and alias of `AutoPublishAlias`, and says what the function's events invoke. */
export function publishAlias(workspace: Workspace, resource: SamResource): InvocationTarget {
  const { logicalId, properties, shared } = resource;
  const alias = entryOf(properties, 'AutoPublishAlias');
  const name = isPresent(alias) ? aliasName(workspace, alias) : undefined;
  if (!isPresent(alias) || name === undefined) {
    return {
      functionId: logicalId,
      aliasId: undefined,
      name: ref(logicalId),
      arn: getAtt(logicalId, 'Arn'),
      arnText: `\${${logicalId}.Arn}`,
      shared,
    };
  }
  const aliasId = `${logicalId}Alias${name.id}`;
  const versionId = defineVersion(workspace, resource, alias);
  define(workspace, aliasId, {
    type: 'AWS::Lambda::Alias',
    at: alias,
    attributes: shared,
    properties: {
      Name: name.value,
      FunctionName: ref(logicalId),
      FunctionVersion: getAtt(versionId, 'Version'),
      ProvisionedConcurrencyConfig: givenOf(entryOf(properties, 'ProvisionedConcurrencyConfig')),
    },
  });
  workspace.references.set(`${logicalId}.Alias`, aliasId).set(`${logicalId}.Version`, versionId);
  return { functionId: logicalId, aliasId, name: ref(aliasId), arn: ref(aliasId), arnText: `\${${aliasId}}`, shared };
}

interface AliasName {
  readonly value: Draft;
  /** Ends the alias's logical id. */
  readonly id: string;
}

/** The alias's name; one that a parameter without a value gives stays the reference it is, under an id of our own. */
function aliasName(workspace: Workspace, alias: TemplateNode): AliasName | undefined {
  const name = stringOf(withParameters(workspace, alias));
  if (name !== undefined) return { value: name, id: name.replaceAll('-', 'D').replaceAll('_', 'U') };
  const parameter = refTarget(alias);
  if (parameter !== undefined && workspace.declaredParameters.has(parameter)) return { value: alias, id: parameter };
  report(workspace, alias, '`AutoPublishAlias` wants a text or a `Ref` of a parameter');
  return undefined;
}

/**
 * AWS: the id ends in a hash of what makes a new version. Ours is the translator's where the code is given as it will
 * be deployed; for code that `sam package` has yet to upload it is merely stable.
 */
function defineVersion(
  workspace: Workspace,
  { logicalId, properties, shared }: SamResource,
  alias: TemplateNode,
): string {
  const versionId = `${logicalId}Version${versionHash(workspace, properties)}`;
  const kept =
    stringOf(entryOf(properties, 'VersionDeletionPolicy')) ??
    (isPresent(entryOf(properties, 'CapacityProviderConfig')) ? 'Delete' : 'Retain');
  define(workspace, versionId, {
    type: 'AWS::Lambda::Version',
    at: alias,
    attributes: { ...shared, DeletionPolicy: shared['DeletionPolicy'] ?? kept },
    properties: { FunctionName: ref(logicalId), Description: givenOf(entryOf(properties, 'VersionDescription')) },
  });
  return versionId;
}

function versionHash(workspace: Workspace, properties: TemplateNode): string {
  const given = entryOf(properties, 'AutoPublishCodeSha256');
  if (given !== undefined) {
    const text = stringOf(withParameters(workspace, given));
    if (text !== undefined) return text.slice(0, HASH_LENGTH);
  }
  const code = properties.kind === 'map' ? codeOf(properties) : undefined;
  const parts = new Map([
    ...entriesOf(code === undefined ? undefined : withParameters(workspace, draftNode(code, properties))),
    ...entriesOf(entryOf(properties, 'Environment')),
    ...entriesOf(draftMap({ MemorySize: givenOf(entryOf(properties, 'MemorySize')) }, properties)),
  ]);
  return hashOf(canonicalJson(draftMap(parts, properties)));
}
