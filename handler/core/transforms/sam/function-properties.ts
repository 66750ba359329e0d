import type { MapNode, TemplateNode } from '#core/template/node';
import { draftNode, type Draft, type DraftMap } from '../draft';
import { entriesOf, entryOf, givenOf, isPresent, stringOf } from '../node-reading';
import { FUNCTION_TAG, tagList } from './tags';
import { withParameters, type SamResource, type Workspace } from './workspace';

/** Properties that SAM reads itself; every other is the same in CloudFormation and is passed on. */
const SAM_ONLY = new Set(
  [
    'AssumeRolePolicyDocument AutoPublishAlias AutoPublishAliasAllProperties AutoPublishCodeSha256 CapacityProviderConfig',
    'CodeUri DeadLetterQueue DeploymentPreference EventInvokeConfig Events FunctionUrlConfig ImageUri InlineCode',
    'PermissionsBoundary Policies PropagateTags ProvisionedConcurrencyConfig Role RolePath SourceKMSKeyArn Tags Tracing',
    'VersionDeletionPolicy VersionDescription Connectors',
  ]
    .join(' ')
    .split(' '),
);

export function functionProperties(workspace: Workspace, { properties }: SamResource): DraftMap {
  const passedOn = entriesOf(properties).filter(([name, value]) => !SAM_ONLY.has(name) && givenOf(value) !== undefined);
  const tracing = tracingOf(workspace, properties);
  const deadLetters = entryOf(entryOf(properties, 'DeadLetterQueue'), 'TargetArn');
  return {
    ...Object.fromEntries(passedOn),
    TracingConfig: tracing && draftNode({ Mode: tracing }, tracing),
    DeadLetterConfig: deadLetters && draftNode({ TargetArn: deadLetters }, deadLetters),
    CapacityProviderConfig: capacityProvider(entryOf(properties, 'CapacityProviderConfig')),
    Tags: tagList(entryOf(properties, 'Tags'), FUNCTION_TAG),
  };
}

/** The property `Tracing` unless it is absent or switched off. */
export function tracingOf(workspace: Workspace, properties: MapNode): TemplateNode | undefined {
  const tracing = entryOf(properties, 'Tracing');
  if (!isPresent(tracing)) return undefined;
  return stringOf(withParameters(workspace, tracing)) === 'Disabled' ? undefined : tracing;
}

function capacityProvider(config: TemplateNode | undefined): TemplateNode | undefined {
  if (!isPresent(config)) return undefined;
  const inner = {
    CapacityProviderArn: entryOf(config, 'Arn'),
    PerExecutionEnvironmentMaxConcurrency: entryOf(config, 'PerExecutionEnvironmentMaxConcurrency'),
    ExecutionEnvironmentMemoryGiBPerVCpu: entryOf(config, 'ExecutionEnvironmentMemoryGiBPerVCpu'),
  };
  return draftNode({ LambdaManagedInstancesCapacityProviderConfig: inner }, config);
}

/** `Code` of the function; a local path stays the text it is, as before `aws cloudformation package`. */
export function codeOf(properties: MapNode): Draft | undefined {
  const inline = givenOf(entryOf(properties, 'InlineCode'));
  if (inline !== undefined) return draftNode({ ZipFile: inline }, inline);
  const image = givenOf(entryOf(properties, 'ImageUri'));
  if (image !== undefined) return draftNode({ ImageUri: image }, image);
  const uri = givenOf(entryOf(properties, 'CodeUri'));
  return uri === undefined ? undefined : codeLocation(uri, givenOf(entryOf(properties, 'SourceKMSKeyArn')));
}

const S3_SCHEME = 's3://';

function codeLocation(uri: TemplateNode, key: TemplateNode | undefined): TemplateNode {
  if (uri.kind === 'map' && entryOf(uri, 'Bucket') !== undefined) {
    return draftNode(
      {
        S3Bucket: entryOf(uri, 'Bucket'),
        S3Key: entryOf(uri, 'Key'),
        S3ObjectVersion: entryOf(uri, 'Version'),
        SourceKMSKeyArn: key,
      },
      uri,
    );
  }
  const text = stringOf(uri);
  if (text?.startsWith(S3_SCHEME) !== true) return uri;
  const [bucket = '', ...path] = text.slice(S3_SCHEME.length).split('/');
  const [name = '', query = ''] = path.join('/').split('?versionId=');
  const location = {
    S3Bucket: bucket,
    S3Key: name,
    S3ObjectVersion: query === '' ? undefined : query,
    SourceKMSKeyArn: key,
  };
  return draftNode(location, uri);
}
